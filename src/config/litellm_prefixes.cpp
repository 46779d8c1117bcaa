#include "config/litellm_prefixes.hpp"

#include <array>

namespace parley::config {
namespace {

constexpr std::string_view own_credentials = "its credentials are not carried over, write the provider by hand";

constexpr std::array prefixes{
    LitellmPrefix{"openai", "openai", "https://api.openai.com/v1", "", "OPENAI_API_KEY", "us", "", ""},
    // Azure's v1 API takes OpenAI's requests as they are, with a deployment's name as the model and without api-version.
    LitellmPrefix{"azure", "azure", "", "/openai/v1", "AZURE_API_KEY", "", "", ""},
    LitellmPrefix{"groq", "groq", "https://api.groq.com/openai/v1", "", "GROQ_API_KEY", "us", "", ""},
    LitellmPrefix{"together_ai", "together", "https://api.together.xyz/v1", "", "TOGETHERAI_API_KEY", "", "", ""},
    LitellmPrefix{"fireworks_ai", "fireworks", "https://api.fireworks.ai/inference/v1", "", "FIREWORKS_AI_API_KEY", "", "",
                  "accounts/fireworks/models/"},
    LitellmPrefix{"deepseek", "deepseek", "https://api.deepseek.com/v1", "", "DEEPSEEK_API_KEY", "", "", ""},
    LitellmPrefix{"xai", "xai", "https://api.x.ai/v1", "", "XAI_API_KEY", "", "", ""},
    LitellmPrefix{"mistral", "mistral", "https://api.mistral.ai/v1", "", "MISTRAL_API_KEY", "", "", ""},
    LitellmPrefix{"openrouter", "openrouter", "https://openrouter.ai/api/v1", "", "OPENROUTER_API_KEY", "", "", ""},
    LitellmPrefix{"dashscope", "dashscope", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "", "DASHSCOPE_API_KEY", "", "", ""},
    LitellmPrefix{"moonshot", "moonshot", "https://api.moonshot.ai/v1", "", "MOONSHOT_API_KEY", "", "", ""},
    LitellmPrefix{"assemblyai", "assemblyai", "https://llm-gateway.assemblyai.com/v1", "", "ASSEMBLYAI_API_KEY", "", "", ""},
    LitellmPrefix{"ollama", "ollama", "http://localhost:11434/v1", "/v1", "", "", "", ""},
    LitellmPrefix{"ollama_chat", "ollama", "http://localhost:11434/v1", "/v1", "", "", "", ""},
    LitellmPrefix{"hosted_vllm", "vllm", "", "", "", "", "", ""},
    LitellmPrefix{"anthropic", "anthropic", "https://api.anthropic.com", "", "ANTHROPIC_API_KEY", "", "", "", "anthropic"},
    LitellmPrefix{"gemini", "gemini", "https://generativelanguage.googleapis.com/v1beta", "", "GEMINI_API_KEY", "", "", "", "gemini"},
    LitellmPrefix{"vertex_ai", "vertex_ai", "", "", "", "", own_credentials, ""},
    LitellmPrefix{"bedrock", "bedrock", "", "", "", "", own_credentials, ""},
};

struct Guess {
    std::string_view begins;
    std::string_view prefix;
};

constexpr std::array guesses{Guess{"gpt-", "openai"}, Guess{"chatgpt-", "openai"},   Guess{"o1", "openai"},     Guess{"o3", "openai"},
                             Guess{"o4", "openai"},   Guess{"claude-", "anthropic"}, Guess{"gemini-", "gemini"}};

}  // namespace

const LitellmPrefix* find_litellm_prefix(std::string_view prefix) {
    for (const LitellmPrefix& known : prefixes) {
        if (known.prefix == prefix) return &known;
    }
    return nullptr;
}

std::string_view guess_litellm_prefix(std::string_view model) {
    for (const Guess& guess : guesses) {
        if (model.starts_with(guess.begins)) return guess.prefix;
    }
    return {};
}

}  // namespace parley::config
