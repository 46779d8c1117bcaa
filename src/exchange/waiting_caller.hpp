// waiting_caller.hpp: a call that is made while somebody waits in the middle of an answer.
#pragma once

#include <memory>
#include <optional>

#include "exchange/relay.hpp"

namespace parley::exchange {

/// As begin(), for a relay whose answer has begun: a caller who hears nothing gets heartbeats from the first moment on, not only once the
/// provider has sent the head of its answer. Neither error nor chunk: the caller has left, and the attempt has ended.
Task<std::optional<Error>> begin_for_waiting_caller(std::unique_ptr<Relay>& relay, std::shared_ptr<Call> call);

}  // namespace parley::exchange
