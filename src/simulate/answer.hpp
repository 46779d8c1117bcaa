// answer.hpp: what a simulated model says, decided before a byte is sent.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "simulate/model_options.hpp"
#include "simulate/question.hpp"

namespace parley::simulate {

struct ToolCall {
    std::string id;
    std::string name;
    std::string arguments;  // JSON
};

struct Answer {
    std::string reasoning;
    std::string content;
    std::vector<ToolCall> tool_calls;
    bool signed_calls = false;  // ModelOptions::signed_calls
    std::string finish_reason = "stop";
    bool shows_thoughts = true;   // reasoning is told, not only counted
    std::size_t piece_bytes = 0;  // of a content chunk; 0: one word

    std::size_t prompt_tokens = 0;
    std::size_t cached_tokens = 0;  // of prompt_tokens
    std::size_t reasoning_tokens = 0;
    std::size_t completion_tokens = 0;  // reasoning included, as OpenAI counts
};

inline constexpr std::string_view fixed_sentence = "This is a simulated answer.";

/// The same question and options always get the same answer; only the ids of tool calls are drawn from `random`.
/// Text past Question::max_tokens is cut off and the finish reason becomes "length"; tool calls are never cut.
Answer make_answer(const Question& question, const ModelOptions& options, Random& random);

/// `prefix` and 24 letters and digits, as upstreams make their ids.
std::string make_id(std::string_view prefix, Random& random);

}  // namespace parley::simulate
