// answer_ear.hpp: keeps what an answer says while it passes, for what is told of it at its end.
#pragma once

#include <string>

#include "json/write.hpp"
#include "openai/events.hpp"
#include "transcripts/citations.hpp"

namespace parley::exchange {

class AnswerEar final : public openai::EventSink {
  public:
    /// A longer answer is kept up to here.
    static constexpr std::size_t heard_bytes_max = 1u << 20;

    /// The answer goes on to `next`, which outlives this.
    explicit AnswerEar(openai::EventSink& next) : next_(next) {}

    void start(std::string_view upstream_id) override { next_.start(upstream_id); }
    void text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) override {
        const bool is_said = channel == openai::TextChannel::content;
        if (is_said && heard_.size() + escaped.size() <= heard_bytes_max) heard_ += escaped;
        next_.text(escaped, channel, logprobs);
    }
    void reasoning(std::string_view escaped) override { next_.reasoning(escaped); }
    void signature(std::string_view json) override { next_.signature(json); }
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override { next_.tool_start(index, id, name); }
    void tool_args(std::uint32_t index, std::string_view escaped) override { next_.tool_args(index, escaped); }
    void tool_end(std::uint32_t index) override { next_.tool_end(index); }
    void usage(const openai::Usage& usage) override { next_.usage(usage); }
    void finish(openai::FinishReason reason, std::string_view native) override { next_.finish(reason, native); }
    void error(const Error& error) override { next_.error(error); }

    /// What it quotes of the transcript, as JSON.
    std::string citations(const transcripts::Transcript& transcript) const {
        std::string answer;
        json::append_unescaped(answer, heard_);
        return transcripts::print_citations(transcript, answer);
    }

  private:
    openai::EventSink& next_;
    std::string heard_;  // escaped
};

}  // namespace parley::exchange
