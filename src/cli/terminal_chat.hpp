// terminal_chat.hpp: one question after the other, each answered on standard output as the answer comes.
#pragma once

#include <optional>
#include <vector>

#include "cli/answer_screen.hpp"
#include "cli/chat_command.hpp"
#include "cli/interrupts.hpp"
#include "client/caller.hpp"
#include "terminal/stream.hpp"

namespace parley::cli {

class TerminalChat {
  public:
    /// References outlive the chat.
    TerminalChat(client::Gateway gateway, const ChatArguments& arguments, const client::ChatSettings& settings,
                 const config::Environment& environment, Interrupts& interrupts);

    /// Asks, prints the answer and what it took, and returns when both are there. Ctrl-C stops the answer.
    client::Answer ask(const std::vector<client::Message>& messages);

    /// A line on standard error, for the person; shown, not obeyed.
    void tell(std::string_view words);
    /// Nobody reads the answers.
    bool unread() const { return output_.broken(); }

  private:
    void print_json(const client::Answer& answer);
    void print_end(const client::Answer& answer);
    std::optional<Money> cost_of(const client::Answer& answer);

    const ChatArguments& arguments_;
    const client::ChatSettings& settings_;
    Interrupts& interrupts_;
    terminal::Output output_;
    terminal::Output errors_;
    AnswerScreen::Look look_;
    client::Caller caller_;
    std::optional<client::PriceList> prices_;  // fetched once
};

}  // namespace parley::cli
