// parameter.hpp: what a model can be asked for, by the names that the public API publishes. A closed list: a capability that
// nobody checks would be a promise that nobody keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/enum_set.hpp"

namespace parley::catalog {

/// In the order in which they are listed. The first seven are the ones that AssemblyAI publishes (GET /v1/models).
///
/// A name stands for its other spellings as well: max_tokens for max_completion_tokens, reasoning for reasoning_effort, tools
/// for functions.
// clang-format off
enum class Parameter : std::uint8_t {
    max_tokens, temperature, tools, tool_choice, response_format, stream, reasoning,
    top_p, top_k, stop, seed, n, frequency_penalty, presence_penalty, logprobs, top_logprobs, logit_bias,
    parallel_tool_calls, prompt_cache_key, prompt_cache_retention, cache_control, service_tier, verbosity,
    count,
};
// clang-format on

using ParameterSet = EnumSet<Parameter>;

std::string_view to_string(Parameter parameter);

/// Nothing for a name that is not in the list.
std::optional<Parameter> parameter_named(std::string_view name);

/// Every name, in the order of the enumerators.
std::span<const std::string_view> parameter_names();

/// What a message may hold: a part of a kind that its model does not take is refused.
enum class Modality : std::uint8_t { text, image, audio, file, count };

using ModalitySet = EnumSet<Modality>;

std::string_view to_string(Modality modality);
std::optional<Modality> modality_named(std::string_view name);
std::span<const std::string_view> modality_names();

}  // namespace parley::catalog
