#include "openai/completion.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "json/write.hpp"
#include "openai/completion_choice.hpp"
#include "openai/usage.hpp"

namespace parley::openai {
namespace {

/// Written by us, whatever the provider says under these names.
constexpr std::array own_fields = {
    std::string_view("request_id"),      std::string_view("id"),
    std::string_view("object"),          std::string_view("created"),
    std::string_view("model"),           std::string_view("choices"),
    std::string_view("usage"),           std::string_view("request"),
    std::string_view("response_time"),   std::string_view("error"),
    std::string_view("llm_status_code"), std::string_view("http_status_code"),
};

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

void append_unknown(json::ObjectWriter& body, json::Value reply) {
    for (const json::Member member : reply.members()) {
        const auto is_key = [&member](std::string_view name) { return member.key.equals(name); };
        if (std::none_of(own_fields.begin(), own_fields.end(), is_key)) body.copy(member);
    }
}

bool append_body(std::string& out, json::Value reply, const CompletionFacts& facts, CompletionSummary& summary) {
    json::ObjectWriter body(out);
    body.string("request_id", facts.request_id);
    body.string("id", "chatcmpl-" + std::string(facts.request_id));
    body.string("object", "chat.completion");
    body.integer("created", facts.created);
    body.string("model", facts.model);
    if (!append_choices(body.key("choices"), reply.find("choices"), facts, summary)) return false;
    append_usage(body.key("usage"), summary.usage.value_or(Usage()));
    body.raw("request", facts.request_echo);
    body.integer("response_time", facts.response_time_ns);
    body.integer("llm_status_code", facts.upstream_status);
    body.integer("http_status_code", 200);
    append_unknown(body, reply);
    body.close();
    return true;
}

}  // namespace

Result<CompletionSummary> append_completion(std::string& out, json::Value reply, const CompletionFacts& facts) {
    if (!reply.is(json::Kind::object) || !reply.find("error").is_missing()) return not_a_completion(facts);
    CompletionSummary summary;
    summary.usage = read_usage(reply.find("usage"));
    const std::size_t bytes_before = out.size();
    if (!append_body(out, reply, facts, summary)) {
        out.resize(bytes_before);
        return not_a_completion(facts);
    }
    return summary;
}

}  // namespace parley::openai
