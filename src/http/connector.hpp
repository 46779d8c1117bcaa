// connector.hpp: a TCP connection to whichever of a host's addresses answers first.
//
// Source: RFC 8305 (Happy Eyeballs 2), section 5: attempts start 250 ms apart, or as soon as the one before has failed.
#pragma once

#include <chrono>

#include "base/result.hpp"
#include "base/task.hpp"
#include "http/socket.hpp"
#include "http/socket_address.hpp"

namespace parley::http {

inline constexpr std::chrono::milliseconds connection_attempt_delay{250};

/// What the kernel keeps of an answer that its reader does not take, about half of it bytes of the answer, the rest its own
/// bookkeeping (socket(7), SO_RCVBUF). Left alone it would keep 6 MiB or more for one stream whose caller has stalled; so
/// much still lets 1 MB a second through over a round trip of 100 ms.
inline constexpr int kernel_receive_bytes = 128 * 1024;

/// Errors: upstream_unavailable (every address refused), upstream_timeout (the deadline, or the exchange was stopped),
/// exhausted (an address could not be tried for want of a descriptor or a port, and no other took the connection).
Task<Result<Socket>> connect_any(Loop& loop, std::vector<SocketAddress> addresses, Deadline deadline, StopSignal* stop);

}  // namespace parley::http
