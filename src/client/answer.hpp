// answer.hpp: what came back for one question, and how long it took.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/deadline.hpp"
#include "openai/events.hpp"

namespace parley::client {

/// A call that the model would like to have made.
struct ToolCall {
    std::string id;
    std::string name;
    std::string arguments;  // JSON, if the model kept its word

    bool operator==(const ToolCall&) const = default;
};

/// Why there is no answer, or only half of one.
struct Failure {
    std::string message;    // the gateway's own, where it spoke
    std::string code = {};  // OpenAI's word, or empty
    int status = 0;         // of the HTTP answer; 0: there was none

    bool operator==(const Failure&) const = default;
};

/// Texts are UTF-8.
struct Answer {
    std::string text = {};
    std::string reasoning = {};
    std::vector<ToolCall> tool_calls = {};
    std::string finish_reason = {};  // as the gateway has it; empty: it did not say
    std::optional<openai::Usage> usage = std::nullopt;
    std::string request_id = {};
    std::optional<Failure> failure = std::nullopt;
    bool stopped = false;  // by whoever asked

    std::optional<Duration> first_token = std::nullopt;  // request begun to the first text, reasoning or tool call
    Duration total{};                                    // request begun to the end of the answer

    bool has_begun() const { return !text.empty() || !reasoning.empty() || !tool_calls.empty(); }
    bool ok() const { return !failure && !stopped; }
};

/// Told of an answer's pieces as they arrive. Views are valid during the call only.
class AnswerSink {
  public:
    virtual ~AnswerSink() = default;
    virtual void text(std::string_view piece) = 0;
    virtual void reasoning(std::string_view piece) = 0;
};

/// For an answer that is looked at only once it is whole.
class UnseenPieces final : public AnswerSink {
  public:
    void text(std::string_view) override {}
    void reasoning(std::string_view) override {}
};

}  // namespace parley::client
