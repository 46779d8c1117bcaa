#include "providers/openai/tool_calls.hpp"

#include <algorithm>
#include <utility>

#include "openai/whole_tool_calls.hpp"
#include "providers/openai/call_id.hpp"

namespace parley::providers::openai_dialect {
namespace {

std::string_view string_in(json::Value value) { return value.is(json::Kind::string) ? value.escaped() : std::string_view(); }

}  // namespace

bool ToolCalls::read(json::Value deltas, std::uint64_t answer_seed, openai::EventSink& sink) {
    if (deltas.is_missing()) return true;
    if (!deltas.is(json::Kind::array)) return false;
    ++chunk_;
    for (const json::Value element : deltas.elements()) {
        if (!element.is(json::Kind::object)) return false;
        Delta delta;
        delta.index = element.find("index").integer();
        delta.id = string_in(element.find("id"));
        delta.signature = signature_beside(element);
        if (!read_one(delta, element.find("function"), answer_seed, sink)) return false;
    }
    return true;
}

bool ToolCalls::read_function(json::Value function, std::uint64_t answer_seed, openai::EventSink& sink) {
    if (function.is_missing()) return true;
    if (!function.is(json::Kind::object)) return false;
    ++chunk_;
    Delta delta;
    delta.index = 0;
    return read_one(delta, function, answer_seed, sink);
}

bool ToolCalls::read_one(Delta delta, json::Value function, std::uint64_t answer_seed, openai::EventSink& sink) {
    const json::Value arguments = function.find("arguments");
    std::string made_arguments;
    delta.name = string_in(function.find("name"));
    delta.arguments = string_in(arguments);
    if (!arguments.is(json::Kind::string)) {
        openai::append_arguments(made_arguments, arguments);
        delta.arguments = made_arguments;
    }
    return apply(delta, answer_seed, sink);
}

/// Without an id, a second name for a call that has one begins another call: a different name, or the same one twice in
/// a chunk. The same name again in a later chunk is mere repetition.
bool ToolCalls::begins_another(const Call& call, const Delta& delta) const {
    if (!delta.id.empty() || delta.name.empty() || call.name.empty()) return false;
    return delta.name != call.name || call.chunk == chunk_;
}

/// The call that a delta continues, or null when it begins one.
ToolCalls::Call* ToolCalls::find(const Delta& delta) {
    const auto last_where = [this](auto fits) -> Call* {
        const auto found = std::find_if(calls_.rbegin(), calls_.rend(), fits);
        return found == calls_.rend() ? nullptr : &*found;
    };
    const auto has_index = [&](const Call& call) { return call.upstream_index == *delta.index; };
    const auto has_id = [&](const Call& call) { return call.id == delta.id; };

    if (!delta.index && !delta.id.empty()) return last_where(has_id);
    Call* const same = delta.index ? last_where(has_index) : last_where([](const Call&) { return true; });
    if (!same || begins_another(*same, delta)) return nullptr;
    // A new id means a new call even under an index already used (Ollama numbers all of them 0).
    if (delta.id.empty() || same->id.empty() || same->id == delta.id) return same;
    return last_where([&](const Call& call) { return has_index(call) && has_id(call); });
}

bool ToolCalls::apply(const Delta& delta, std::uint64_t answer_seed, openai::EventSink& sink) {
    Call* call = find(delta);
    if (!call) {
        // A stub without content, as some hosts send at the start of every turn, is noise.
        if (delta.id.empty() && delta.name.empty() && delta.arguments.empty()) return true;
        if (calls_.size() == tool_calls_max) return false;
        calls_.emplace_back().upstream_index = delta.index.value_or(-1);
        call = &calls_.back();
    }
    call->chunk = chunk_;
    if (call->id.empty()) call->id = delta.id;
    if (call->name.empty()) call->name = delta.name;
    if (call->signature.empty()) call->signature = delta.signature;
    if (!call->begun && !call->name.empty()) begin(*call, answer_seed, sink);
    if (call->begun) {
        say(*call, delta.arguments, sink);
        return true;
    }
    call->held_arguments += delta.arguments;
    return call->held_arguments.size() <= held_arguments_bytes_max;
}

void ToolCalls::begin(Call& call, std::uint64_t answer_seed, openai::EventSink& sink) {
    call.begun = true;
    call.index = begun_++;
    const std::string id = call.id.empty() ? make_call_id(answer_seed, call.index, call.name) : call.id;
    // Before the call, so that whoever hides the state in the call's id has it in time.
    if (!call.signature.empty() && signatures_.add(id, call.signature)) sink.signature(signatures_.json());
    sink.tool_start(call.index, id, call.name);
    say(call, std::exchange(call.held_arguments, std::string()), sink);
}

void ToolCalls::say(Call& call, std::string_view arguments, openai::EventSink& sink) {
    std::string scratch;
    const std::string_view joined = call.joiner.join(arguments, scratch);
    if (!joined.empty()) sink.tool_args(call.index, joined);
}

bool ToolCalls::end(openai::EventSink& sink) {
    for (const Call& call : calls_) {
        if (!call.begun) return false;
    }
    for (Call& call : calls_) {
        const std::string_view rest = call.joiner.flush();
        if (!rest.empty()) sink.tool_args(call.index, rest);
        sink.tool_end(call.index);
    }
    return true;
}

}  // namespace parley::providers::openai_dialect
