// authorize.hpp: a token for a request that needs one: the one at hand, or that which is being fetched.
#pragma once

#include <memory>

#include "base/task.hpp"
#include "http/connection_pool.hpp"
#include "http/waiter.hpp"
#include "providers/token_cache.hpp"

namespace parley::upstream {

/// A fetch takes no longer: whoever waits for it has deadlines of their own, and it must end for the next to begin.
inline constexpr std::chrono::milliseconds token_fetch_timeout{10'000};

/// Waits until `tokens` has one. Where one must be fetched, that happens apart from any request: a caller who leaves does not take
/// everybody's token along. Errors: those of the fetch; upstream_timeout at the deadline; upstream_unavailable once stopped.
/// References outlive the task.
Task<Result<Secret>> wait_for_token(std::shared_ptr<providers::TokenCache> tokens, http::ConnectionPool& pool, Deadline deadline,
                                    http::StopSignal* stop);

}  // namespace parley::upstream
