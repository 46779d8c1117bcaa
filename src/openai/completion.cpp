#include "openai/completion.hpp"

#include "base/short_text.hpp"
#include "json/member_table.hpp"
#include "json/write.hpp"
#include "openai/completion_choice.hpp"
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
constexpr json::NameTable own_fields(std::to_array<std::string_view>(
    {"request_id", "id", "object", "created", "model", "choices", "usage", "request", "response_time", "error",
     "llm_status_code", "http_status_code"}));

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
        if (own_fields.knows(member.key)) continue;
        out += ',';
        out.append(member.key.raw().data(), member.end() - member.begin());
    }
}

// The keys are constants, so they are written as text.
void append_opening(std::string& out, const CompletionFacts& facts) {
    ShortText<256> opening;
    opening << R"({"request_id":")" << facts.request_id << R"(","id":"chatcmpl-)" << facts.request_id
            << R"(","object":"chat.completion","created":)" << facts.created << R"(,"model":)";
    out += opening.view();
    json::append_string(out, facts.model);
    out += R"(,"choices":)";
}

bool append_body(std::string& out, json::Value reply, const ReplyMembers& members, const CompletionFacts& facts,
                 CompletionSummary& summary) {
    append_opening(out, facts);
    if (!append_choices(out, members.choices, facts, summary)) return false;
    out += R"(,"usage":)";
    append_usage(out, summary.usage.value_or(Usage()));
    out += R"(,"request":)";
    out += facts.request_echo;
    ShortText<128> times;
    times << R"(,"response_time":)" << facts.response_time_ns << R"(,"llm_status_code":)" << facts.upstream_status
          << R"(,"http_status_code":200)";
    out += times.view();
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
