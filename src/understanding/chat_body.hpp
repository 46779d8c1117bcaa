// chat_body.hpp: a question as a chat request.
#pragma once

#include <string>
#include <string_view>

#include "understanding/question.hpp"

namespace parley::understanding {

/// Of the model that is asked.
struct ChatTerms {
    std::string_view model;
    std::int64_t max_tokens = 0;
    bool takes_schema = false;  // response_format
    bool takes_effort = false;  // reasoning_effort
};

/// An answer that was not what was asked for.
struct FailedAnswer {
    std::string_view text;
    std::string_view fault;
};

/// The body of a chat request.
///
/// failed  null the first time; then the model is shown what it said, and what is wrong with it
std::string print_chat_body(const Question& question, const ChatTerms& terms, const FailedAnswer* failed);

}  // namespace parley::understanding
