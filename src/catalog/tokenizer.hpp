// tokenizer.hpp: the families of tokenizers, by which a text is counted before a provider counts it (token_estimate.hpp).
#pragma once

#include <cstdint>

namespace parley::catalog {

enum class Tokenizer : std::uint8_t {
    unknown,     // nobody says: the most careful guess of all
    o200k,       // OpenAI's o200k_base and o200k_harmony: GPT-4.1 and later, gpt-oss
    claude,      // Claude up to Opus 4.6
    claude_4_7,  // Claude from Opus 4.7 on: more tokens for the same text
    gemini,      // Gemini from 2.0 on, Gemma 3
    qwen,        // Qwen 2.5 and later
    kimi,        // Kimi K2 and later
};

}  // namespace parley::catalog
