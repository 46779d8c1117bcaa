// start_error.hpp: why a gateway cannot start, or take another configuration.
#pragma once

#include <string>
#include <utility>

#include "base/result.hpp"

namespace parley::server {

inline Error start_error(std::string message) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = std::move(message)};
}

}  // namespace parley::server
