// tools_check.hpp: the functions that a model may call, and whether it must.
#pragma once

#include <cstddef>

#include "openai/problems.hpp"
#include "openai/request_members.hpp"

namespace parley::openai {

/// Source: OpenAI API reference, "Create chat completion": at most 128 functions.
inline constexpr std::size_t tools_max = 128;

/// `tools` and `tool_choice`, and the `functions` and `function_call` that they replaced. A choice that names a function must
/// name one of them. Schemas of parameters are looked into by whoever takes them.
void check_tools(const RequestMembers& members, Problems& problems);

}  // namespace parley::openai
