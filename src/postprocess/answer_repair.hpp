// answer_repair.hpp: the step `json-repair` on a whole answer.
//
// Everything is kept until the model has finished; then the content, or the arguments of its calls, are mended, and all of it is
// passed on at once. What cannot be mended becomes an error in its place, and nobody sees the broken text.
// Source: AssemblyAI docs, "Post-processing"; what they leave open is docs/decisions/0015.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "postprocess/step_sink.hpp"

namespace parley::postprocess {

/// The 500 for an answer with no JSON in it.
Error unrepairable();

/// An answer that is kept is at most this long. Longer ones are refused as they come.
inline constexpr std::size_t answer_bytes_max = 16 * 1024 * 1024;

class AnswerRepair final : public StepSink {
  public:
    /// next    outlives this
    /// schema  the JSON schema that was asked for, or empty: of several values it chooses the first that fits
    AnswerRepair(openai::EventSink& next, std::string_view schema) : next_(next), schema_(schema) {}

    void start(std::string_view upstream_id) override { upstream_id_ = upstream_id; }
    void text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) override;
    void reasoning(std::string_view escaped) override { keep(reasoning_, escaped); }
    void signature(std::string_view json) override { signature_ = json; }
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override;
    void tool_args(std::uint32_t index, std::string_view escaped) override;
    void tool_end(std::uint32_t) override {}
    void usage(const openai::Usage& usage) override { next_.usage(usage); }
    void finish(openai::FinishReason reason, std::string_view native) override;
    void error(const Error& error) override;

  private:
    struct Call {
        std::string id;  // all escaped
        std::string name;
        std::string arguments;
    };

    void keep(std::string& text, std::string_view escaped);
    std::optional<Error> mend(openai::FinishReason reason);
    void pass_on();

    openai::EventSink& next_;
    std::string schema_;
    std::string upstream_id_;
    std::string content_;  // escaped, as everything
    std::string refusal_;
    std::string reasoning_;
    std::string signature_;
    std::string logprobs_;      // of a content that came in one piece
    bool in_one_piece_ = true;
    std::vector<Call> calls_;
    std::size_t kept_bytes_ = 0;
    bool over_ = false;
};

/// The inside of a JSON string whose text is mended, or nothing where there is no JSON in it. `escaped` itself where it was JSON.
std::optional<std::string> repair_escaped(std::string_view escaped, std::string_view schema = {});

}  // namespace parley::postprocess
