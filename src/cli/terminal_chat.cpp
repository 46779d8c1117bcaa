#include "cli/terminal_chat.hpp"

#include <unistd.h>

#include "cli/answer_report.hpp"
#include "terminal/visible.hpp"

namespace parley::cli {
namespace {

AnswerScreen::Look look_of(int descriptor, const config::Environment& environment) {
    if (!terminal::is_terminal(descriptor)) return AnswerScreen::Look::plain;
    return terminal::takes_colours(descriptor, environment) ? AnswerScreen::Look::terminal_with_colours : AnswerScreen::Look::terminal;
}

}  // namespace

TerminalChat::TerminalChat(client::Gateway gateway, const ChatArguments& arguments, const client::ChatSettings& settings,
                           const config::Environment& environment, Interrupts& interrupts)
    : arguments_(arguments),
      settings_(settings),
      interrupts_(interrupts),
      output_(STDOUT_FILENO),
      errors_(STDERR_FILENO),
      look_(look_of(STDOUT_FILENO, environment)),
      caller_(std::move(gateway)) {
    const std::string warning = warning_of(caller_.address());
    if (!warning.empty()) tell("parley: warning: " + warning);
}

client::Answer TerminalChat::ask(const std::vector<client::Message>& messages) {
    client::Answer answer;
    http::StopSignal stop;
    AnswerScreen screen(look_, [&](std::string_view piece) {
        output_.write(piece);
        if (output_.broken()) stop.request(http::StopReason::client_gone);
    });
    client::UnseenPieces unseen;
    client::AnswerSink& sink = arguments_.json ? static_cast<client::AnswerSink&>(unseen) : screen;
    {
        const InterruptWatch watch(caller_.loop(), interrupts_, {&stop, 1});
        caller_.run(caller_.ask(client::print_chat_request(arguments_.model, messages, settings_), answer, sink, stop));
    }
    if (arguments_.json) {
        print_json(answer);
    } else {
        screen.end(answer);
        print_end(answer);
    }
    return answer;
}

void TerminalChat::print_json(const client::Answer& answer) {
    std::string line;
    append_answer(line, arguments_.model, answer, cost_of(answer));
    output_.write(line + "\n");
}

void TerminalChat::print_end(const client::Answer& answer) {
    if (output_.broken()) return;
    if (answer.failure) tell("parley: " + print_failure(answer));
    if (!answer.failure || answer.has_begun()) tell(print_summary(arguments_.model, answer, cost_of(answer)));
}

std::optional<Money> TerminalChat::cost_of(const client::Answer& answer) {
    if (!answer.usage) return std::nullopt;
    if (!prices_) caller_.run(caller_.fetch_prices(prices_.emplace()));
    const auto prices = prices_->find(arguments_.model);
    if (prices == prices_->end()) return std::nullopt;
    return client::cost_of(*answer.usage, prices->second);
}

void TerminalChat::tell(std::string_view words) { errors_.write(terminal::visible_line(words) + "\n"); }

}  // namespace parley::cli
