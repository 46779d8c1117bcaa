// step_sink.hpp: a post-processing step between whoever says the events of an answer and whoever prints them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "openai/events.hpp"

namespace parley::postprocess {

class HeldAnswer;

/// Why a step has refused an answer. It is paid, and nobody at the provider's is to blame.
struct StepFault {
    Error error;
    std::string_view error_class;  // for the ledger, a constant
    /// What the model may be told when it is asked once more: JSON messages with commas between them, to stand behind the conversation.
    /// Empty: asking again would not help.
    std::string correction = {};
};

class StepSink : public openai::EventSink {
  public:
    /// The model has begun to answer, though nothing of it may have been passed on yet.
    bool heard() const { return heard_chunks_ > 0; }
    /// What came in so far, for an estimate of its tokens: bytes still escaped, and the pieces they came in.
    std::uint64_t heard_bytes() const { return heard_bytes_; }
    std::uint64_t heard_chunks() const { return heard_chunks_; }

    /// What the step has said as an error, if it was its own doing.
    const StepFault* fault() const { return fault_ ? &*fault_ : nullptr; }

    /// An answer that is too much work for a loop's thread. Where there is one it is to be worked on elsewhere, then delivered here.
    virtual std::shared_ptr<HeldAnswer> due() const { return nullptr; }
    /// Passes on what has become of it, or why there is none.
    virtual void deliver() {}
    virtual void give_up(StepFault) {}

  protected:
    void hear(std::string_view escaped) {
        heard_bytes_ += escaped.size();
        ++heard_chunks_;
    }
    void refuse(openai::EventSink& next, StepFault fault) { next.error((fault_ = std::move(fault))->error); }

  private:
    std::uint64_t heard_bytes_ = 0;
    std::uint64_t heard_chunks_ = 0;
    std::optional<StepFault> fault_;
};

}  // namespace parley::postprocess
