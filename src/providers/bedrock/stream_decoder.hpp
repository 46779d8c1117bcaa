// stream_decoder.hpp: the bytes of a ConverseStream as events.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "providers/bedrock/answer_reader.hpp"
#include "providers/bedrock/event_stream.hpp"
#include "providers/provider.hpp"

namespace parley::providers::bedrock {

/// An answer has stopped with `messageStop`, and `metadata` behind it counts its tokens. A body that ends between the two has told
/// everything but the count; one that ends before was cut.
class BedrockStreamDecoder final : public StreamDecoder {
  public:
    /// `secrets`: what no failure may quote. It outlives the decoder.
    explicit BedrockStreamDecoder(const Secrets& secrets, std::size_t message_bytes_max = EventStreamReader::message_bytes_max_default)
        : messages_(message_bytes_max), answer_(secrets) {}

    std::unique_ptr<StreamDecoder> clone() const override { return std::make_unique<BedrockStreamDecoder>(*this); }
    void feed(std::string_view bytes, openai::EventSink& sink) override;
    void finish(openai::EventSink& sink) override;
    bool complete() const override { return answer_.complete(); }

  private:
    void read(const StreamMessage& message, openai::EventSink& sink);

    EventStreamReader messages_;
    AnswerReader answer_;
};

}  // namespace parley::providers::bedrock
