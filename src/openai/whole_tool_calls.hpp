// whole_tool_calls.hpp: the `tool_calls` of a whole message, as every client can read them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::openai {

/// Appends the array of usable calls to `out` and returns how many they are. A call as it should be is copied byte for
/// byte; others get what they lack: an id made from `request_id`, a type, arguments as a string ("{}" for none). A call
/// without a name is dropped. Null, absent and [] are no calls. Returns nullopt when this is no list of calls at all.
std::optional<std::size_t> append_tool_calls(std::string& out, json::Value calls, std::string_view request_id);

/// A host's `function_call` as the one entry of such an array. Returns how many calls that is: none without a name.
std::size_t append_older_call(std::string& out, json::Value function_call, std::string_view request_id);

/// The first usable call of a message in the words of callers who asked with `functions`: the inside of `function_call`.
void append_as_function_call(std::string& out, json::Value calls, json::Value function_call);

/// Appends a call's arguments as the inside of a JSON string: a string as it is, an object compact and escaped, nothing
/// for null and absent.
void append_arguments(std::string& out, json::Value arguments);

}  // namespace parley::openai
