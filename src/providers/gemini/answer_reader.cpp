#include "providers/gemini/answer_reader.hpp"

#include <algorithm>

#include "openai/finish_reason.hpp"
#include "openai/whole_tool_calls.hpp"
#include "providers/fingerprint.hpp"
#include "providers/gemini/failures.hpp"
#include "providers/gemini/function_names.hpp"
#include "providers/gemini/usage.hpp"
#include "providers/gemini/wire.hpp"
#include "providers/safe_message.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::gemini {
namespace {

/// The one candidate that we asked for. The first has no index on the wire: zeros are left out.
json::Value first_candidate(json::Value candidates) {
    for (const json::Value candidate : candidates.elements()) {
        if (candidate.find("index").integer().value_or(0) == 0) return candidate;
    }
    return {};
}

}  // namespace

void AnswerReader::read(json::Value root, openai::EventSink& sink) {
    if (!root.is(json::Kind::array)) return read_reply(root, sink);
    for (const json::Value reply : root.elements()) read_reply(reply, sink);
}

void AnswerReader::read_reply(json::Value reply, openai::EventSink& sink) {
    if (state_ != State::reading) return;
    if (!reply.is(json::Kind::object)) return fail(malformed_answer(), sink);
    const ReplyMembers members = reply_members.read(reply);
    if (!members.error.is_missing()) return fail(classify_in_stream(reply), sink);
    if (!members.candidates.is_missing() && !members.candidates.is(json::Kind::array)) return fail(malformed_answer(), sink);

    if (!started_) start(reply, string_in(members.responseId), sink);
    block_prompt(string_in(members.promptFeedback.find("blockReason")), sink);
    if (const json::Value candidate = first_candidate(members.candidates)) read_candidate(candidate, sink);
    if (!failed()) read_usage(members.usageMetadata, sink);
}

/// An answer without an id is told from others by all that its first reply says, the count of the prompt's tokens included.
void AnswerReader::start(json::Value reply, std::string_view id, openai::EventSink& sink) {
    started_ = true;
    answer_seed_ = fingerprint(id.empty() ? reply.raw() : id);
    sink.start(id);
}

/// Then there are no candidates, and nothing else will come.
void AnswerReader::block_prompt(std::string_view reason, openai::EventSink& sink) {
    if (reason.empty() || blocked_ || reason.size() > native_reason_bytes_max) return;
    blocked_ = true;
    native_finish_ = reason;
    sink.text("Prompt blocked by provider: " + native_finish_, openai::TextChannel::refusal, {});
}

/// The reason is looked at first: calls that stand beside a failure are not whole.
void AnswerReader::read_candidate(json::Value candidate, openai::EventSink& sink) {
    if (!candidate.is(json::Kind::object)) return fail(malformed_answer(), sink);
    const CandidateMembers members = candidate_members.read(candidate);
    const std::string_view native = string_in(members.finishReason);
    if (!native.empty() && !blocked_) native_finish_ = native.substr(0, native_reason_bytes_max);
    if (read_ending(native) == Ending::failed) return fail_answer(sink);

    const json::Value parts = members.content.find("parts");
    if (!parts.is_missing() && !parts.is(json::Kind::array)) return fail(malformed_answer(), sink);
    read_parts(parts, sink);
}

/// A signature beside text may be left out of the history again, so it is not kept.
void AnswerReader::read_parts(json::Value parts, openai::EventSink& sink) {
    for (const json::Value part : parts.elements()) {
        if (failed()) return;
        const PartMembers members = part_members.read(part);
        const std::string_view text = string_in(members.text);
        if (members.functionCall.is(json::Kind::object)) {
            read_call(members.functionCall, string_in(members.thoughtSignature), sink);
        } else if (members.thought.boolean().value_or(false)) {
            say_reasoning(text, sink);
        } else {
            say_text(text, sink);
        }
    }
}

/// Calls come whole. One without a name closes one that came in pieces, which we never ask for.
void AnswerReader::read_call(json::Value call, std::string_view signature, openai::EventSink& sink) {
    const FunctionCallMembers members = function_call_members.read(call);
    const std::string_view name = from_gemini_name(string_in(members.name));
    if (name.empty()) return;
    if (calls_ == function_calls_max) return fail(malformed_answer(), sink);
    const std::uint32_t index = calls_++;
    std::string id(string_in(members.id));
    if (id.empty()) id = make_call_id(answer_seed_, index, name);
    // Before the call, so that whoever hides the state in the call's id has it in time.
    if (!signature.empty() && signatures_.add(id, signature)) sink.signature(signatures_.json());

    std::string arguments;
    openai::append_arguments(arguments, members.args);
    sink.tool_start(index, id, name);
    sink.tool_args(index, arguments.empty() ? "{}" : arguments);
    sink.tool_end(index);
}

void AnswerReader::say_text(std::string_view escaped, openai::EventSink& sink) {
    if (escaped.empty()) return;
    std::string scratch;
    const std::string_view joined = content_.join(escaped, scratch);
    if (joined.empty()) return;
    has_text_ = true;
    sink.text(joined, openai::TextChannel::content, {});
}

void AnswerReader::say_reasoning(std::string_view escaped, openai::EventSink& sink) {
    if (escaped.empty()) return;
    std::string scratch;
    const std::string_view joined = reasoning_.join(escaped, scratch);
    if (!joined.empty()) sink.reasoning(joined);
}

void AnswerReader::read_usage(json::Value metadata, openai::EventSink& sink) {
    if (const std::optional<openai::Usage> usage = gemini::read_usage(metadata)) sink.usage(*usage);
}

void AnswerReader::end(openai::EventSink& sink) {
    if (state_ != State::reading) return;
    if (const std::string_view rest = reasoning_.flush(); !rest.empty()) sink.reasoning(rest);
    if (const std::string_view rest = content_.flush(); !rest.empty()) sink.text(rest, openai::TextChannel::content, {});
    const Ending ending = native_finish_.empty() ? Ending::stop : read_ending(native_finish_);
    if (ending == Ending::unclear && !has_content() && !blocked_) return fail_answer(sink);

    state_ = State::finished;
    const openai::FinishReason said = blocked_ ? openai::FinishReason::content_filter : to_finish_reason(ending);
    // The model says STOP when it calls, and often in a later event than the call's.
    sink.finish(openai::settle_finish_reason(said, calls_ > 0, openai::StopWithCalls::means_tool_calls), native_finish_);
}

void AnswerReader::fail_answer(openai::EventSink& sink) {
    UpstreamFailure failure = malformed_answer();
    failure.message = "the model could not answer: " + native_finish_;
    Error error = to_error(failure);
    error.code = to_error_code(native_finish_);
    fail(error, sink);
}

void AnswerReader::fail(const Error& error, openai::EventSink& sink) {
    if (failed()) return;
    state_ = State::failed;
    sink.error(error);
}

void AnswerReader::fail(UpstreamFailure failure, openai::EventSink& sink) {
    hide_secret(failure.message, credential_);
    fail(to_error(failure), sink);
}

}  // namespace parley::providers::gemini
