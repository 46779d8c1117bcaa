// client.hpp: asking the Parley that holds a data directory.
#pragma once

#include <string>

#include "base/deadline.hpp"
#include "control/message.hpp"

namespace parley::control {

/// How long a command waits for an answer. A server answers one request after the other, and its disk may be slow.
inline constexpr auto answer_wait = std::chrono::seconds(30);

/// One request, one answer, over a connection of its own.
///
/// Errors  what the server said; ErrorKind::not_ready when it did not answer within `wait`; or one of which
///         nobody_listens() is true.
Answer ask(const std::string& directory, const Request& request, Duration wait = answer_wait);

/// Whether an error of ask() means that no Parley runs on the directory.
bool nobody_listens(const Error& error);

}  // namespace parley::control
