// completion_collector.hpp: the events of one answer, gathered and printed as a whole completion.
//
// For answers that are not OpenAI's to the letter: another dialect's, or one whose thoughts stand between tags. What is
// OpenAI's is spliced instead (completion.hpp), which is cheaper and keeps fields that nobody here knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "openai/completion.hpp"
#include "openai/events.hpp"

namespace parley::openai {

class CompletionCollector final : public EventSink {
  public:
    void start(std::string_view) override {}
    void text(std::string_view escaped, TextChannel channel, std::string_view logprobs) override;
    void reasoning(std::string_view escaped) override { reasoning_ += escaped; }
    void signature(std::string_view json) override { provider_state_ = json; }
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override;
    void tool_args(std::uint32_t index, std::string_view escaped) override;
    void tool_end(std::uint32_t) override {}
    void usage(const Usage& usage) override { usage_ = usage; }
    void finish(FinishReason reason, std::string_view native) override;
    void error(const Error& error) override;

    /// Appends the body to `out`, in the form that append_completion() gives it; one choice.
    ///
    /// Errors  the one that was said; upstream_truncated for an answer that has not finished. `out` is then as it was.
    Result<CompletionSummary> append(std::string& out, const CompletionFacts& facts) const;

    const std::optional<Usage>& last_usage() const { return usage_; }
    /// Thoughts are no answer.
    bool says_nothing() const { return content_.empty() && refusal_.empty() && calls_.empty(); }

  private:
    struct Call {
        std::string id;  // all escaped
        std::string name;
        std::string arguments;
    };

    void append_message(std::string& out, CallForm form) const;
    void append_calls(std::string& out) const;
    std::size_t output_bytes() const;

    std::string content_;  // escaped, like all text here
    std::string refusal_;
    std::string reasoning_;
    std::string logprobs_;        // JSON; a whole answer says its text in one piece, with its log probabilities
    std::string provider_state_;  // JSON; the last one counts
    std::vector<Call> calls_;
    std::optional<Usage> usage_;
    std::optional<FinishReason> finish_;
    std::string native_finish_;
    std::optional<Error> error_;
};

}  // namespace parley::openai
