// step_sink.hpp: a post-processing step between whoever says the events of an answer and whoever prints them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "openai/events.hpp"

namespace parley::postprocess {

class StepSink : public openai::EventSink {
  public:
    /// The model has begun to answer, though nothing of it may have been passed on yet.
    bool heard() const { return heard_chunks_ > 0; }
    /// What came in so far, for an estimate of its tokens: bytes still escaped, and the pieces they came in.
    std::uint64_t heard_bytes() const { return heard_bytes_; }
    std::uint64_t heard_chunks() const { return heard_chunks_; }

  protected:
    void hear(std::string_view escaped) {
        heard_bytes_ += escaped.size();
        ++heard_chunks_;
    }

  private:
    std::uint64_t heard_bytes_ = 0;
    std::uint64_t heard_chunks_ = 0;
};

}  // namespace parley::postprocess
