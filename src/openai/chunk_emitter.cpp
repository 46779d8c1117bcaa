#include "openai/chunk_emitter.hpp"

#include "json/write.hpp"
#include "openai/compact.hpp"
#include "openai/error_body.hpp"
#include "openai/usage.hpp"

namespace parley::openai {
namespace {

constexpr std::string_view id_prefix = R"(data: {"id":"chatcmpl-)";
constexpr std::string_view delta_prefix = R"("choices":[{"index":0,"delta":{)";
constexpr std::string_view content_prefix = R"("content":")";
constexpr std::string_view delta_suffix = R"(},"finish_reason":null}]})"
                                          "\n\n";
constexpr std::string_view text_suffix = R"("},"finish_reason":null}]})"
                                         "\n\n";
constexpr std::string_view done = "data: [DONE]\n\n";

}  // namespace

ChunkEmitter::ChunkEmitter(std::string& out, const StreamFacts& facts)
    : out_(out),
      request_id_bytes_(static_cast<std::uint32_t>(facts.request_id.size())),
      include_usage_(facts.include_usage),
      call_form_(facts.call_form) {
    std::string prefix(id_prefix);
    prefix += facts.request_id;
    prefix += R"(","object":"chat.completion.chunk","created":)";
    json::append_integer(prefix, facts.created);
    prefix += R"(,"model":)";
    json::append_string(prefix, facts.model);
    prefix += ',';
    common_bytes_ = static_cast<std::uint32_t>(prefix.size());
    prefix += delta_prefix;
    prefix += content_prefix;
    text_prefix_ = std::string(prefix);  // a copy has no spare capacity
}

std::string_view ChunkEmitter::request_id() const { return std::string_view(text_prefix_).substr(id_prefix.size(), request_id_bytes_); }

/// The first chunk: the role, our request id, and `content` as the turn opens ("" for text, null for a call).
void ChunkEmitter::open(std::string_view content) {
    if (started_) return;
    started_ = true;
    out_ += common();
    out_ += R"("request_id":")";
    out_ += request_id();
    out_ += "\",";
    out_ += delta_prefix;
    out_ += R"("role":"assistant","content":)";
    out_ += content;
    out_ += delta_suffix;
}

void ChunkEmitter::count(std::string_view escaped) {
    output_bytes_ += escaped.size();
    ++output_chunks_;
}

void ChunkEmitter::begin_delta() {
    out_ += common();
    out_ += delta_prefix;
}

void ChunkEmitter::end_delta(std::string_view logprobs) {
    if (logprobs.empty()) {
        out_ += delta_suffix;
        return;
    }
    out_ += R"(},"logprobs":)";
    append_compact(out_, logprobs);  // the provider's own layout may hold line ends, which would end our event
    out_ += delta_suffix.substr(1);
}

void ChunkEmitter::start(std::string_view) {}

void ChunkEmitter::text(std::string_view escaped, TextChannel channel, std::string_view logprobs) {
    if (over() || escaped.empty()) return;
    open(R"("")");
    count(escaped);
    if (channel == TextChannel::content && logprobs.empty()) [[likely]] {
        out_ += text_prefix_;
        out_ += escaped;
        out_ += text_suffix;
        return;
    }
    begin_delta();
    out_ += channel == TextChannel::content ? content_prefix : R"("refusal":")";
    out_ += escaped;
    out_ += '"';
    end_delta(logprobs);
}

void ChunkEmitter::reasoning(std::string_view escaped) {
    if (over() || escaped.empty()) return;
    open(R"("")");
    count(escaped);
    begin_delta();
    out_ += R"("reasoning_content":")";
    out_ += escaped;
    out_ += '"';
    end_delta();
}

void ChunkEmitter::signature(std::string_view json) {
    if (over()) return;
    open(R"("")");
    begin_delta();
    out_ += R"("provider_state":)";
    append_compact(out_, json);
    end_delta();
}

/// Up to the members of a call's `function`, in the caller's words. The older ones know one call and no id.
void ChunkEmitter::begin_call(std::uint32_t index, std::string_view id) {
    begin_delta();
    if (call_form_ == CallForm::function_call) {
        out_ += R"("function_call":{)";
        return;
    }
    out_ += R"("tool_calls":[{"index":)";
    json::append_integer(out_, index);
    if (!id.empty()) {
        out_ += R"(,"id":")";
        out_ += id;
        out_ += R"(","type":"function")";
    }
    out_ += R"(,"function":{)";
}

void ChunkEmitter::end_call() {
    out_ += call_form_ == CallForm::function_call ? "}" : "}}]";
    end_delta();
}

void ChunkEmitter::tool_start(std::uint32_t index, std::string_view id, std::string_view name) {
    if (over() || !is_told(index)) return;
    open("null");
    if (has_arguments_.size() <= index) has_arguments_.resize(index + 1);
    ++output_chunks_;
    begin_call(index, id);
    out_ += R"("name":")";
    out_ += name;
    out_ += R"(","arguments":"")";
    end_call();
}

void ChunkEmitter::tool_args(std::uint32_t index, std::string_view escaped) {
    if (over() || escaped.empty() || index >= has_arguments_.size()) return;
    has_arguments_[index] = true;
    count(escaped);
    begin_call(index, {});
    out_ += R"("arguments":")";
    out_ += escaped;
    out_ += '"';
    end_call();
}

/// Clients parse the arguments as JSON, and nothing is not JSON.
void ChunkEmitter::tool_end(std::uint32_t index) {
    if (index < has_arguments_.size() && !has_arguments_[index]) tool_args(index, "{}");
}

void ChunkEmitter::usage(const Usage& usage) { usage_ = usage; }

void ChunkEmitter::finish(FinishReason reason, std::string_view native) {
    if (over()) return;
    open(R"("")");
    finish_ = reason;
    out_ += common();
    out_ += R"("choices":[{"index":0,"delta":{},"finish_reason":")";
    out_ += to_string(reason, call_form_);
    if (!native.empty()) {
        out_ += R"(","native_finish_reason":")";
        out_ += native;
    }
    out_ += "\"}]}\n\n";
}

void ChunkEmitter::error(const Error& error) {
    if (failure_ || closed_) return;
    failure_ = std::make_unique<Error>(error);
    append_error_event(out_, error, request_id());
}

void ChunkEmitter::tell(std::string_view name, std::string_view json) {
    if (failure_ || closed_ || !finish_) return;
    out_ += common();
    out_ += R"("choices":[],")";
    out_ += name;
    out_ += "\":";
    out_ += json;
    out_ += "}\n\n";
}

void ChunkEmitter::close(std::string_view cost) {
    if (failure_ || closed_ || !finish_) return;
    closed_ = true;
    if (include_usage_ && usage_) {
        out_ += common();
        out_ += R"("choices":[],"usage":)";
        append_stream_usage(out_, *usage_, cost);
        out_ += "}\n\n";
    }
    out_ += done;
}

}  // namespace parley::openai
