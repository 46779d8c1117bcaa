// admit.hpp: whether there is room for one more request, asked before its body is read.
#pragma once

#include <optional>

#include "exchange/exchange_context.hpp"
#include "limits/admission.hpp"

namespace parley::exchange {

/// The permit is held until the exchange ends. A body whose length nobody has said counts with the most that it may have, until it is read.
///
/// Errors  ErrorKind::rate_limited: the account, or its key, has more under way than its share of what is left; ErrorKind::not_ready: nobody is let in,
///         or this one of several is not, because the thread has more to do than it can do.
std::optional<Error> admit(ExchangeContext& context, limits::Permit& permit);

}  // namespace parley::exchange
