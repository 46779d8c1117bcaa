// stream_decoder.hpp: the bytes of an Anthropic event stream as events.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "http/sse_reader.hpp"
#include "providers/anthropic/answer_reader.hpp"
#include "providers/provider.hpp"
#include "providers/text_template.hpp"

namespace parley::providers::anthropic {

/// An answer is complete with `message_stop`; a body that ends without it was cut, whatever it had said by then. The type within
/// the data counts; the `event:` line only repeats it. Text reaches the sink without being parsed as JSON where the event fits what
/// the stream has taught (text_template.hpp).
class AnthropicStreamDecoder final : public StreamDecoder {
  public:
    /// `credential`: what no failure may quote. It outlives the decoder.
    explicit AnthropicStreamDecoder(std::string_view credential = {},
                                    std::size_t event_bytes_max = http::SseReader::event_bytes_max_default)
        : events_(event_bytes_max), answer_(credential) {}

    std::unique_ptr<StreamDecoder> clone() const override { return std::make_unique<AnthropicStreamDecoder>(*this); }
    void feed(std::string_view bytes, openai::EventSink& sink) override;
    void finish(openai::EventSink& sink) override;
    bool complete() const override { return answer_.complete(); }

    /// Without the fast path. The events are the same; tests see to it.
    void parse_everything() { is_fast_ = false; }

  private:
    void read_data(std::string_view data, openai::EventSink& sink);

    http::SseReader events_;
    AnswerReader answer_;
    TextTemplate template_;
    TextPlace learned_place_;  // of the template's text
    bool is_fast_ = true;
};

}  // namespace parley::providers::anthropic
