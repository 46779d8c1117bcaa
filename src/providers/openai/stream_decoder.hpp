// stream_decoder.hpp: the bytes of an OpenAI event stream, from OpenAI itself or a host that imitates it, as events.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "http/sse_reader.hpp"
#include "providers/openai/chunk_reader.hpp"
#include "providers/provider.hpp"
#include "providers/text_template.hpp"

namespace parley::providers::openai_dialect {

struct DecoderOptions {
    AnswerFacts facts;
    std::string_view credential = {};  // never quoted by a failure; the provider's, which outlives its decoders
    /// Whether a body that ends with a finish_reason, but without [DONE], was cut.
    bool done_required = false;
    /// Off, every chunk is parsed. The events are the same; tests see to it.
    enum class FastPath : std::uint8_t { on, off } fast_path = FastPath::on;
    std::size_t event_bytes_max = http::SseReader::event_bytes_max_default;
};

/// An answer is complete with a finish_reason or [DONE]; a body that ends with neither was cut. Text reaches the sink
/// without being parsed as JSON where the chunk fits what the stream has taught (text_template.hpp).
/// Idle, between two chunks, it holds about 500 bytes with its heap.
class OpenAiStreamDecoder final : public StreamDecoder {
  public:
    explicit OpenAiStreamDecoder(const DecoderOptions& options = {});

    std::unique_ptr<StreamDecoder> clone() const override;
    void feed(std::string_view bytes, openai::EventSink& sink) override;
    void finish(openai::EventSink& sink) override;
    bool complete() const override { return complete_; }

    /// As with FastPath::off, for a decoder that somebody else has made.
    void parse_everything() { fast_path_ = DecoderOptions::FastPath::off; }

  private:
    void read_event(const http::SseEvent& event, openai::EventSink& sink);
    void read_chunk(const http::SseEvent& event, openai::EventSink& sink);
    void read_unterminated(openai::EventSink& sink);

    http::SseReader events_;
    ChunkReader chunks_;
    TextTemplate template_;
    DecoderOptions::FastPath fast_path_;
    bool done_required_;
    bool complete_ = false;  // [DONE] was seen
};

}  // namespace parley::providers::openai_dialect
