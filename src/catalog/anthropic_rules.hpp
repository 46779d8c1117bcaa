// anthropic_rules.hpp: what differs among the models, and the endpoints, of Anthropic's dialect and of no other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parley::catalog {

struct AnthropicRules {
    bool prefill = true;                 // the model goes on from an assistant's message at the end
    std::int64_t output_tokens_max = 0;  // of one answer, thoughts included; 0: not known
    std::vector<std::string> betas;      // names for the header anthropic-beta

    bool operator==(const AnthropicRules&) const = default;
};

}  // namespace parley::catalog
