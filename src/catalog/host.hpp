// host.hpp: a place in the world where models answer, by the id that everybody knows it by.
#pragma once

#include <string>
#include <vector>

#include "catalog/dialect_rules.hpp"

namespace parley::catalog {

struct Host {
    std::string id;
    std::string dialect;               // openai | anthropic | gemini | bedrock
    std::string base_url;              // empty: every operator has its own
    std::string variable;              // of the environment, where its key is kept; empty: none is known
    std::string region;                // us | eu; empty: not stated
    std::vector<std::string> domains;  // patterns of host names by which a base URL is recognised
    HostRules rules;

    bool operator==(const Host&) const = default;
};

}  // namespace parley::catalog
