// stream_decoder.hpp: the bytes of streamGenerateContent?alt=sse, as events.
//
// Events end with two CRLFs, have no names, and there is no marker after the last: an answer is complete when the body ends after a
// finishReason. Source: Gemini API reference, "models.streamGenerateContent".
#pragma once

#include <memory>
#include <string_view>

#include "http/sse_reader.hpp"
#include "providers/gemini/answer_reader.hpp"
#include "providers/gemini/raw_error.hpp"
#include "providers/provider.hpp"

namespace parley::providers::gemini {

class GeminiStreamDecoder final : public StreamDecoder {
  public:
    /// `credential`: what no failure may quote. It outlives the decoder.
    explicit GeminiStreamDecoder(std::string_view credential = {}, std::size_t event_bytes_max = http::SseReader::event_bytes_max_default);

    std::unique_ptr<StreamDecoder> clone() const override;
    void feed(std::string_view bytes, openai::EventSink& sink) override;
    void finish(openai::EventSink& sink) override;
    bool complete() const override { return false; }

  private:
    void read_event(std::string_view data, openai::EventSink& sink);
    void read_raw_error(openai::EventSink& sink);
    void read_unterminated(openai::EventSink& sink);

    RawErrorCatcher raw_error_;
    http::SseReader events_;
    AnswerReader answer_;
};

}  // namespace parley::providers::gemini
