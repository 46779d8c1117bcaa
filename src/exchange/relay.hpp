// relay.hpp: one stream on its way from a provider to a caller.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "exchange/answer_ear.hpp"
#include "exchange/chat_turn.hpp"
#include "openai/chunk_emitter.hpp"
#include "postprocess/step_sink.hpp"
#include "thinking/state_carrier.hpp"

namespace parley::exchange {

/// Small while it is idle: the request, the heads and the buffers are gone by then.
struct Relay {
    /// stop  what ends it; outlives the relay, or is replaced by stop_by()
    Relay(ExchangeContext& context, const Call& call, http::StopSignal& stop);

    /// Who prints the answer: the emitter, or the steps before it.
    openai::EventSink& printer() { return steps ? static_cast<openai::EventSink&>(*steps) : heard(); }
    /// The emitter, behind whoever listens.
    openai::EventSink& heard() { return ear ? static_cast<openai::EventSink&>(*ear) : emitter; }
    /// Where the decoder's events go.
    openai::EventSink& sink() { return carrier ? static_cast<openai::EventSink&>(*carrier) : printer(); }
    /// The model has begun to answer, though steps may keep all of it.
    bool is_heard() const { return emitter.started() || (steps && steps->heard()); }
    /// Nothing more will be printed.
    bool is_over() const { return emitter.failure() || !decoder || decoder->complete() || attempt->ended(); }
    /// From now on this ends it. Only while nobody waits for it.
    void stop_by(http::StopSignal& signal);

    ExchangeContext& context;
    std::size_t number = 0;  // of the attempt in the account, once it has begun
    http::StopSignal* stop;
    std::unique_ptr<upstream::Attempt> attempt;
    std::unique_ptr<providers::StreamDecoder> decoder;  // null when the provider answered whole
    std::string& out;                                   // the thread's: filled and sent without a suspension in between
    openai::ChunkEmitter emitter;
    std::unique_ptr<AnswerEar> ear;                     // null where nobody asked what is quoted
    std::unique_ptr<postprocess::StepSink> steps;       // null where the request asks for none
    std::unique_ptr<thinking::StateCarrier> carrier;    // null: the provider has no state to carry
    int upstream_status = 0;
    bool include_cost;                                  // the caller asked for it
};

/// Waits for the next arrival and prints what it means. False when it was stopped.
Task<bool> print_next(Relay& relay);

/// Asks, and prints up to the first chunk. The error says why there is none; neither chunk nor error: it was stopped.
Task<std::optional<Error>> begin(Relay& relay, Call& call);

}  // namespace parley::exchange
