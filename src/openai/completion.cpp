#include "openai/completion.hpp"

#include "json/member_table.hpp"
#include "openai/completion_choice.hpp"
#include "openai/completion_frame.hpp"
#include "openai/usage.hpp"

namespace parley::openai {
namespace {

struct ReplyMembers {
    json::Value choices, usage, error;
};
constexpr auto reply_members = json::member_table<ReplyMembers>({
    {"choices", &ReplyMembers::choices},
    {"usage", &ReplyMembers::usage},
    {"error", &ReplyMembers::error},
});

/// Written by us, whatever the provider says under these names.
constexpr json::NameTable own_fields(std::to_array<std::string_view>({"request_id", "id", "object", "created", "model", "choices", "usage",
                                                                      "request", "response_time", "error", "llm_status_code",
                                                                      "http_status_code"}));

Error not_a_completion(const CompletionFacts& facts) {
    Error error;
    error.kind = ErrorKind::upstream_error;
    error.source = ErrorSource::upstream;
    error.message = "upstream provider error";
    error.problems = {"the provider's reply is not a chat completion"};
    error.detail = "malformed_reply";
    error.upstream_status = facts.upstream_status;
    return error;
}

bool append_choices(std::string& out, json::Value choices, const CompletionFacts& facts, CompletionSummary& summary) {
    if (!choices.is(json::Kind::array) || choices.size() == 0) return false;
    std::uint32_t position = 0;
    for (const json::Value choice : choices.elements()) {
        out += position == 0 ? '[' : ',';
        const std::optional<ChoiceSummary> printed = append_choice(out, choice, position, facts);
        if (!printed) return false;
        if (position == 0) summary.finish_reason = printed->finish_reason;
        summary.output_bytes += printed->output_bytes;
        ++position;
    }
    out += ']';
    return true;
}

void append_unknown(std::string& out, json::Value reply) {
    for (const json::Member member : reply.members()) {
        if (own_fields.knows(member)) continue;
        out += ',';
        out.append(member.key.raw().data(), member.end() - member.begin());
    }
}

bool append_body(std::string& out, json::Value reply, const ReplyMembers& members, const CompletionFacts& facts,
                 CompletionSummary& summary) {
    append_frame_begin(out, facts);
    if (!append_choices(out, members.choices, facts, summary)) return false;
    append_frame_end(out, summary.usage.value_or(Usage()), facts);
    append_unknown(out, reply);
    out += '}';
    return true;
}

}  // namespace

Result<CompletionSummary> append_completion(std::string& out, json::Value reply, const CompletionFacts& facts) {
    const ReplyMembers members = reply_members.read(reply);
    if (!reply.is(json::Kind::object) || !members.error.is_missing()) return not_a_completion(facts);
    CompletionSummary summary;
    summary.usage = read_usage(members.usage);
    const std::size_t bytes_before = out.size();
    if (!append_body(out, reply, members, facts, summary)) {
        out.resize(bytes_before);
        return not_a_completion(facts);
    }
    return summary;
}

}  // namespace parley::openai
