// wire.hpp: the members of a generateContent reply that are looked at, by name. A stream's events have the same form.
//
// Source: Gemini API reference, "GenerateContentResponse", "Candidate", "Content".
#pragma once

#include "json/member_table.hpp"

namespace parley::providers::gemini {

struct ReplyMembers {
    json::Value candidates, promptFeedback, usageMetadata, responseId, error;
};
inline constexpr auto reply_members = json::member_table<ReplyMembers>({
    {"candidates", &ReplyMembers::candidates},
    {"promptFeedback", &ReplyMembers::promptFeedback},
    {"usageMetadata", &ReplyMembers::usageMetadata},
    {"responseId", &ReplyMembers::responseId},
    {"error", &ReplyMembers::error},
});

struct CandidateMembers {
    json::Value content, finishReason, finishMessage, index;
};
inline constexpr auto candidate_members = json::member_table<CandidateMembers>({
    {"content", &CandidateMembers::content},
    {"finishReason", &CandidateMembers::finishReason},
    {"finishMessage", &CandidateMembers::finishMessage},
    {"index", &CandidateMembers::index},
});

/// Parts of other kinds (executableCode, inlineData ...) have none of these and say nothing.
struct PartMembers {
    json::Value text, thought, functionCall, thoughtSignature;
};
inline constexpr auto part_members = json::member_table<PartMembers>({
    {"text", &PartMembers::text},
    {"thought", &PartMembers::thought},
    {"functionCall", &PartMembers::functionCall},
    {"thoughtSignature", &PartMembers::thoughtSignature},
});

struct FunctionCallMembers {
    json::Value id, name, args;
};
inline constexpr auto function_call_members = json::member_table<FunctionCallMembers>({
    {"id", &FunctionCallMembers::id},
    {"name", &FunctionCallMembers::name},
    {"args", &FunctionCallMembers::args},
});

/// The inside of a string, still escaped; empty for everything else.
inline std::string_view string_in(json::Value value) { return value.is(json::Kind::string) ? value.escaped() : std::string_view(); }

}  // namespace parley::providers::gemini
