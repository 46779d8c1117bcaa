// exhaustion.hpp: when the system has no descriptor, port or memory left for one more connection.
//
// That is nobody's fault but ours: no provider is blamed for it, and no caller. Each time is an alarm in the log, which
// says so at most once in `exhaustion_alarm_pause`.
#pragma once

#include <chrono>

#include "base/deadline.hpp"
#include "base/error.hpp"

namespace parley::http {

inline constexpr std::chrono::seconds exhaustion_alarm_pause{10};

/// Whether an errno of socket(), accept() or connect() says so.
bool is_exhaustion(int number);

/// Raises the alarm. `what` goes on with "no ...": "connection to a provider", "caller accepted".
void report_exhaustion(int number, const char* what, TimePoint now);

/// What a caller is told whose provider could not be called because of it: ErrorKind::exhausted, of the gateway.
Error exhausted_error();

}  // namespace parley::http
