#include "catalog/parameter.hpp"

#include <algorithm>
#include <array>

namespace parley::catalog {
namespace {

// clang-format off
constexpr std::array<std::string_view, static_cast<std::size_t>(Parameter::count)> parameters{
    "max_tokens",        "temperature",      "tools",         "tool_choice",         "response_format",  "stream",
    "reasoning",         "top_p",            "top_k",         "stop",                "seed",             "n",
    "frequency_penalty", "presence_penalty", "logprobs",      "top_logprobs",        "logit_bias",       "parallel_tool_calls",
    "prompt_cache_key",  "prompt_cache_retention", "cache_control", "service_tier",  "verbosity",
};
// clang-format on

constexpr std::array<std::string_view, static_cast<std::size_t>(Modality::count)> modalities{"text", "image", "audio", "file"};

template <class Enum, std::size_t size>
std::optional<Enum> named(const std::array<std::string_view, size>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view to_string(Parameter parameter) { return parameters[static_cast<std::size_t>(parameter)]; }
std::optional<Parameter> parameter_named(std::string_view name) { return named<Parameter>(parameters, name); }
std::span<const std::string_view> parameter_names() { return parameters; }

std::string_view to_string(Modality modality) { return modalities[static_cast<std::size_t>(modality)]; }
std::optional<Modality> modality_named(std::string_view name) { return named<Modality>(modalities, name); }
std::span<const std::string_view> modality_names() { return modalities; }

}  // namespace parley::catalog
