// local_gateway.hpp: the gateway that runs on this machine's data directory, and a key for it, without anybody having to say so.
#pragma once

#include <string>

#include "base/result.hpp"
#include "client/gateway_address.hpp"

namespace parley::cli {

/// Asks over the control socket, which answers its own user and root alone.
///
/// data    the data directory
/// Errors  ErrorKind::not_found when no Parley runs on it; or what it said.
Result<client::Gateway> local_gateway(const std::string& data);

}  // namespace parley::cli
