// anthropic_rules.hpp: what differs among the models, and the endpoints, of Anthropic's dialect and of no other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parley::catalog {

/// Which of the places that serve Claude in Anthropic's own words it is.
enum class AnthropicPlace : std::uint8_t {
    anthropic,  // the Messages API: the model stands in the body
    vertex,     // Vertex AI: the model stands in the path, the version in the body
};

struct AnthropicRules {
    AnthropicPlace place = AnthropicPlace::anthropic;
    bool prefill = true;                 // the model goes on from an assistant's message at the end
    std::int64_t output_tokens_max = 0;  // of one answer, thoughts included; 0: not known
    std::vector<std::string> betas;      // names for the header anthropic-beta

    bool operator==(const AnthropicRules&) const = default;
};

}  // namespace parley::catalog
