// bedrock_rules.hpp: what differs among the models behind Amazon Bedrock's Converse API, and among those of no other dialect.
#pragma once

#include <cstdint>

namespace parley::catalog {

/// Whose names stand among `additionalModelRequestFields`, where Converse has none of its own for what a caller asks.
enum class BedrockFields : std::uint8_t {
    none,
    claude,  // Anthropic's: thinking, output_config, top_k, tool_choice, anthropic_beta
    nova,    // Amazon's: reasoningConfig, inferenceConfig.topK
};

struct BedrockRules {
    BedrockFields fields = BedrockFields::none;
    bool result_status = false;  // takes the word whether a tool has failed
    bool long_cache = false;     // keeps a prompt for an hour where that is asked for; else for five minutes

    bool operator==(const BedrockRules&) const = default;
};

}  // namespace parley::catalog
