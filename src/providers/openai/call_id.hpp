// call_id.hpp: ids of tool calls, where ours or the host's own will not do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::providers::openai_dialect {

/// An id for a call to which the host gave none: the same for the same answer, different in the next.
std::string make_call_id(std::uint64_t answer_seed, std::uint32_t index, std::string_view name);

/// The one form that Mistral takes: nine letters and digits. Source: Mistral AI docs, "Function calling".
constexpr std::size_t short_call_id_bytes = 9;
bool is_short_call_id(std::string_view id);
/// Such an id for any other: the same for the same. Two of one conversation agree by chance once in 10^16.
std::string short_call_id(std::string_view id);

/// An id of at most that many bytes for a longer one, which it begins like: the same for the same. OpenAI takes 40; vLLM's own have 46.
std::string cut_call_id(std::string_view id, std::size_t bytes_max);

}  // namespace parley::providers::openai_dialect
