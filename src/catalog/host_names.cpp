#include "catalog/host_names.hpp"

#include <algorithm>
#include <array>

namespace parley::catalog {
namespace {

constexpr auto hosts = std::to_array<HostName>({
    {"openai", "OpenAI"},
    {"azure", "Azure OpenAI"},
    {"anthropic", "Anthropic"},
    {"bedrock", "Amazon Bedrock"},
    {"gemini", "Google Gemini"},
    {"vertex", "Google Vertex AI"},
    {"vertex-claude", "Google Vertex AI"},
    {"groq", "Groq"},
    {"together", "Together AI"},
    {"fireworks", "Fireworks AI"},
    {"dashscope", "Alibaba Cloud Model Studio"},
    {"moonshot", "Moonshot AI"},
    {"deepseek", "DeepSeek"},
    {"xai", "xAI"},
    {"mistral", "Mistral AI"},
    {"openrouter", "OpenRouter"},
    {"cerebras", "Cerebras"},
    {"assemblyai", "AssemblyAI"},
    {"sim", "Parley's simulator"},
});

}  // namespace

std::span<const HostName> host_names() { return hosts; }

std::string_view host_name(std::string_view id) {
    const auto found = std::find_if(hosts.begin(), hosts.end(), [id](const HostName& host) { return host.id == id; });
    return found == hosts.end() ? id : found->name;
}

}  // namespace parley::catalog
