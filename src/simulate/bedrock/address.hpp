// address.hpp: a path of Bedrock's runtime, which names the model and what is asked of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::simulate::bedrock {

struct Address {
    std::string model;  // percent-decoded
    bool streams = false;
};

/// `/model/{model}/converse` or `/model/{model}/converse-stream`, the model being one segment. Nullopt for any other path.
std::optional<Address> read_address(std::string_view path);

}  // namespace parley::simulate::bedrock
