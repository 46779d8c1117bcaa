// principal.hpp: who asks.
#pragma once

#include <string>

namespace parley::auth {

struct Principal {
    std::string key_name;  // of the virtual key that was shown; fit for logs and reports

    bool operator==(const Principal&) const = default;
};

}  // namespace parley::auth
