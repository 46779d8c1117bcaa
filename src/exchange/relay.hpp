// relay.hpp: one stream on its way from a provider to a caller.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "exchange/answer_ear.hpp"
#include "exchange/chat_turn.hpp"
#include "exchange/unbroken_answer.hpp"
#include "openai/chunk_emitter.hpp"
#include "postprocess/step_sink.hpp"
#include "thinking/state_carrier.hpp"

namespace parley::exchange {

/// Small while it is idle: the request, the heads and the buffers are gone by then.
struct Relay {
    /// stop  what ends it; outlives the relay, or is replaced by stop_by()
    Relay(ExchangeContext& context, const Call& call, http::StopSignal& stop);

    /// For an attempt that goes on with the answer of `before`: what prints it is taken over.
    Relay(ExchangeContext& context, http::StopSignal& stop, Relay&& before);

    /// Who prints the answer: the emitter, or what stands before it.
    openai::EventSink& printer();
    /// The emitter, behind whoever listens.
    openai::EventSink& heard() { return ear ? static_cast<openai::EventSink&>(*ear) : *emitter; }
    /// Where the decoder's events go.
    openai::EventSink& sink() { return carrier ? static_cast<openai::EventSink&>(*carrier) : printer(); }
    /// The model has begun to answer, though steps may keep all of it.
    bool is_heard() const { return answer ? answer->heard() : emitter->started() || (steps && steps->heard()); }
    /// What it says is being printed.
    bool has_begun() const { return emitter->started() && (!answer || answer->is_joined()); }
    /// It has failed in the middle of the answer, and somebody else may go on.
    bool is_broken() const { return answer && answer->is_broken(); }
    /// Nothing more will be printed.
    bool is_over() const { return emitter->failure() || (!is_broken() && (!decoder || decoder->complete() || attempt->ended())); }
    /// What went wrong, or null.
    const Error* failure() const { return is_broken() ? &answer->fault() : emitter->failure(); }
    // What the attempt has said so far, and its provider's count, for the account.
    std::uint64_t answered_bytes() const { return answer ? answer->heard_bytes() : emitter->output_bytes(); }
    std::uint64_t answered_chunks() const { return answer ? answer->heard_chunks() : emitter->output_chunks(); }
    const std::optional<openai::Usage>& last_usage() const {
        return answer && !emitter->finished() ? answer->last_usage() : emitter->last_usage();
    }
    /// From now on this ends it. Only while nobody waits for it.
    void stop_by(http::StopSignal& signal);

    ExchangeContext& context;
    std::size_t number = 0;  // of the attempt in the account, once it has begun
    http::StopSignal* stop;
    std::unique_ptr<upstream::Attempt> attempt;
    std::unique_ptr<providers::StreamDecoder> decoder;  // null when the provider answered whole
    std::string& out;                                   // the thread's: filled and sent without a suspension in between
    std::unique_ptr<openai::ChunkEmitter> emitter;      // of the answer, whoever goes on with it
    std::unique_ptr<AnswerEar> ear;                     // null where nobody asked what is quoted
    std::unique_ptr<UnbrokenAnswer> answer;             // null where nobody would
    std::unique_ptr<postprocess::StepSink> steps;       // null where the request asks for none
    std::unique_ptr<thinking::StateCarrier> carrier;    // null: the provider has no state to carry
    int upstream_status = 0;
    bool include_cost;                   // the caller asked for it
    bool is_counted = false;             // its failure is told
    std::optional<TimePoint> told = {};  // when the caller was told something last; empty: the head is not out
};

/// A comment, which every reader of event streams skips (WHATWG HTML, "Interpreting an event stream").
inline constexpr std::string_view heartbeat = ": ping\n\n";

/// Waits for the next arrival and prints what it means. A caller who waits long gets heartbeats meanwhile. False when it was stopped.
Task<bool> print_next(Relay& relay);

/// Asks, and prints up to the first chunk. The error says why there is none; neither chunk nor error: it was stopped.
Task<std::optional<Error>> begin(Relay& relay, Call& call);

}  // namespace parley::exchange
