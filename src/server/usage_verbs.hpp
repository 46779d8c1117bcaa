// usage_verbs.hpp: usage: what was used and what it cost, for the control socket, for a command beside no server, and for the two
// HTTP listeners.
#pragma once

#include "base/wall_clock.hpp"
#include "control/server.hpp"
#include "server/usage_question.hpp"
#include "store/writer.hpp"

namespace parley::server {

/// Whose eyes a report is for: what we pay is our business alone.
enum class UsageFor { caller, operators };

/// {"by": [..], "since", "until", "currency": "USD", "rows": [..], "total": {..}}; the moments as calendar_date.hpp prints them,
/// null where none was stated.
///
/// A row is its groups by name, and {"requests", "estimated_requests", "tokens": {"input", "cache_read", "cache_write_5m",
/// "cache_write_1h", "output", "reasoning"}, "charged", "charged_unknown", "incurred", "incurred_unknown"}; the total is the sum of
/// the rows. Money is a text, exact to the nano-dollar; `_unknown` counts the requests that are not in the sum beside it because a
/// price is not known, and where those are all there are the sum is null: never zero.
///
/// Waits for the store: never on a worker's thread.
control::Answer usage(store::Writer& writer, const UsageWords& words, UsageFor eyes, UnixSeconds now);

/// usage  {by?, since?, until?, account?, key?, model?}: the words of usage_question.hpp
///
/// `writer` outlives the verbs.
control::Verbs usage_verbs(store::Writer& writer, WallClock clock = unix_now);

}  // namespace parley::server
