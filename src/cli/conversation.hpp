// conversation.hpp: a talk of several turns: what was said so far, and what a line that somebody types means.
//
// Lines and answers go in; out come the messages to ask with, and words for the person. No terminal, no gateway.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/answer.hpp"
#include "client/chat_request.hpp"

namespace parley::cli {

class Conversation {
  public:
    /// Of all messages together. A line that would pass it is not asked: gateways refuse bodies of more than 10 MiB.
    static constexpr std::size_t text_bytes_max = 8 * 1024 * 1024;

    explicit Conversation(std::optional<std::string> system);

    struct Step {
        enum class Kind : std::uint8_t {
            ask,   // messages() is what to ask with; take_answer() is due
            say,   // `words` are for the person
            wait,  // for the next line
            quit,
        };
        Kind kind;
        std::string words = {};
    };

    /// What a line means: /reset, /quit and /help are for us, everything else is a question. "//x" asks "/x".
    Step take_line(std::string line);

    /// What became of the question. Half an answer that somebody stopped stays, so that "go on" has a meaning; a question
    /// that nothing was said to is taken back.
    void take_answer(const client::Answer& answer);

    const std::vector<client::Message>& messages() const { return messages_; }

  private:
    Step take_command(std::string_view command);
    Step take_question(std::string question);
    std::size_t text_bytes() const;
    void reset();

    std::optional<std::string> system_;
    std::vector<client::Message> messages_;
};

}  // namespace parley::cli
