#include "openai/completion_collector.hpp"

#include "openai/completion_frame.hpp"

namespace parley::openai {
namespace {

void append_member(std::string& out, std::string_view key, std::string_view escaped) {
    out += ",\"";
    out += key;
    out += "\":\"";
    out += escaped;
    out += '"';
}

}  // namespace

void CompletionCollector::text(std::string_view escaped, TextChannel channel, std::string_view logprobs) {
    (channel == TextChannel::content ? content_ : refusal_) += escaped;
    if (!logprobs.empty()) logprobs_ = logprobs;
}

void CompletionCollector::tool_start(std::uint32_t index, std::string_view id, std::string_view name) {
    if (index == calls_.size()) calls_.push_back({std::string(id), std::string(name), {}});
}

void CompletionCollector::tool_args(std::uint32_t index, std::string_view escaped) {
    if (index < calls_.size()) calls_[index].arguments += escaped;
}

void CompletionCollector::finish(FinishReason reason, std::string_view native) {
    if (finish_) return;
    finish_ = reason;
    native_finish_ = native;
}

void CompletionCollector::error(const Error& error) {
    if (!error_) error_ = error;
}

/// Clients parse the arguments as JSON, and nothing is not JSON.
void CompletionCollector::append_calls(std::string& out) const {
    out += ",\"tool_calls\":[";
    for (const Call& call : calls_) {
        if (&call != &calls_.front()) out += ',';
        out += R"({"id":")";
        out += call.id;
        out += R"(","type":"function","function":{"name":")";
        out += call.name;
        append_member(out += '"', "arguments", call.arguments.empty() ? "{}" : call.arguments);
        out += "}}";
    }
    out += ']';
}

void CompletionCollector::append_message(std::string& out, CallForm form) const {
    out += R"({"role":"assistant","content":)";
    if (content_.empty() && (!calls_.empty() || !refusal_.empty())) {
        out += "null";
    } else {
        out += '"';
        out += content_;
        out += '"';
    }
    if (!reasoning_.empty()) {
        append_member(out, "reasoning_content", reasoning_);
        append_member(out, "thinking", reasoning_);
    }
    if (!refusal_.empty()) append_member(out, "refusal", refusal_);
    if (!provider_state_.empty()) (out += R"(,"provider_state":)") += provider_state_;
    if (!calls_.empty() && form == CallForm::tool_calls) append_calls(out);
    if (!calls_.empty() && form == CallForm::function_call) {
        out += R"(,"function_call":{"name":")";
        out += calls_.front().name;
        append_member(out += '"', "arguments", calls_.front().arguments.empty() ? "{}" : calls_.front().arguments);
        out += '}';
    }
    out += '}';
}

std::size_t CompletionCollector::output_bytes() const {
    std::size_t bytes = content_.size() + refusal_.size() + reasoning_.size();
    for (const Call& call : calls_) bytes += call.name.size() + call.arguments.size();
    return bytes;
}

Result<CompletionSummary> CompletionCollector::append(std::string& out, const CompletionFacts& facts) const {
    if (error_) return *error_;
    if (!finish_) {
        return Error{.kind = ErrorKind::upstream_truncated,
                     .source = ErrorSource::upstream,
                     .message = "upstream provider error",
                     .problems = {"the provider's answer ended before its end"}};
    }
    append_frame_begin(out, facts);
    out += R"([{"index":0,"message":)";
    append_message(out, facts.call_form);
    append_member(out, "finish_reason", to_string(*finish_, facts.call_form));
    if (!native_finish_.empty()) append_member(out, "native_finish_reason", native_finish_);
    if (!logprobs_.empty()) (out += R"(,"logprobs":)") += logprobs_;
    if (!calls_.empty() && facts.call_form == CallForm::tool_calls) append_calls(out);
    out += "}]";
    append_frame_end(out, usage_.value_or(Usage()), facts);
    out += '}';
    return CompletionSummary{usage_, *finish_, output_bytes()};
}

}  // namespace parley::openai
