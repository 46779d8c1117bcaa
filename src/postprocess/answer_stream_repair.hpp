// answer_stream_repair.hpp: the step `json-repair` on an answer that is passed on while it is made.
//
// What is certain to stand in the mended JSON leaves at once (json_repair/stream_repair.hpp). The price: whether there is any JSON
// shows late, perhaps after the head of the answer has left; then an error ends the stream. Of several values the first counts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "postprocess/json_repair/stream_repair.hpp"
#include "postprocess/step_sink.hpp"

namespace parley::postprocess {

class AnswerStreamRepair final : public StepSink {
  public:
    /// `next` outlives this.
    explicit AnswerStreamRepair(openai::EventSink& next) : next_(next) {}

    void start(std::string_view upstream_id) override { next_.start(upstream_id); }
    void text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) override;
    void reasoning(std::string_view escaped) override;
    void signature(std::string_view json) override { next_.signature(json); }
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override;
    void tool_args(std::uint32_t index, std::string_view escaped) override;
    void tool_end(std::uint32_t index) override;
    void usage(const openai::Usage& usage) override { next_.usage(usage); }
    void finish(openai::FinishReason reason, std::string_view native) override;
    void error(const Error& error) override;

  private:
    /// One text under repair.
    class Text {
      public:
        Text();
        /// What is certain by now, escaped.
        std::string_view feed(std::string_view escaped);
        std::string_view finish();
        bool is_blank() const { return blank_; }
        bool failed() const { return fault_.has_value(); }
        bool wrote() const { return wrote_; }

      private:
        std::string_view escape();

        json_repair::StreamRepair repair_;
        std::optional<json_repair::RepairFault> fault_;
        std::string plain_;  // between two calls only, like the next two
        std::string mended_;
        std::string escaped_;
        bool blank_ = true;
        bool wrote_ = false;
    };

    void finish_content();
    void finish_call();
    void fail();

    openai::EventSink& next_;
    std::optional<Text> content_;
    std::string remark_;  // content that is no JSON so far: beside calls it is passed on as it is
    std::optional<Text> arguments_;
    std::uint32_t call_ = 0;  // whose arguments they are
    bool has_calls_ = false;
    bool refused_ = false;
    bool over_ = false;
};

}  // namespace parley::postprocess
