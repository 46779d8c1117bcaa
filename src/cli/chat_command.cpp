#include "cli/chat_command.hpp"

#include <unistd.h>

#include <cstdio>

#include "cli/conversation.hpp"
#include "cli/exit_code.hpp"
#include "cli/line_reader.hpp"
#include "cli/terminal_chat.hpp"
#include "cli/transcript_command.hpp"
#include "transcripts/placement.hpp"

namespace parley::cli {
namespace {

int refuse(const Error& error) {
    std::fprintf(stderr, "parley: %s\n", error.message.c_str());
    return exit_usage;
}

/// What goes along with every question: a file as it is read here, or an id for the gateway.
std::optional<Error> add_transcript(const ChatArguments& arguments, client::ChatSettings& settings) {
    if (!arguments.transcript) return std::nullopt;
    settings.transcript_format = arguments.transcript_format;
    if (!is_file(*arguments.transcript)) {
        if (!transcripts::is_transcript_id(*arguments.transcript)) {
            const std::string message = *arguments.transcript + ": is neither a file nor the id of a transcript";
            return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = message};
        }
        settings.transcript_id = *arguments.transcript;
        return std::nullopt;
    }
    Result<std::string> json = transcript_file_as_json(*arguments.transcript);
    if (!json) {
        Error error = json.error();
        for (const std::string& problem : error.problems) error.message += ": " + problem;
        return error;
    }
    settings.transcript = std::move(*json);
    return std::nullopt;
}

int exit_code_of(const client::Answer& answer) { return answer.failure ? exit_failed : 0; }

int ask_once(TerminalChat& chat, Conversation& conversation, const std::string& prompt) {
    std::vector<client::Message> messages = conversation.messages();
    messages.push_back({client::Role::user, prompt});
    const client::Answer answer = chat.ask(messages);
    if (answer.stopped && !chat.unread()) return exit_interrupted;
    return exit_code_of(answer);
}

/// A talk: lines in, answers out, until Ctrl-D.
class Talk {
  public:
    Talk(TerminalChat& chat, Conversation& conversation) : chat_(chat), conversation_(conversation) {}

    /// False once the talk is over.
    bool take_line(std::string line) {
        Conversation::Step step = conversation_.take_line(std::move(line));
        switch (step.kind) {
            case Conversation::Step::Kind::ask: ask(); break;
            case Conversation::Step::Kind::say: chat_.tell(step.words); break;
            case Conversation::Step::Kind::wait: break;
            case Conversation::Step::Kind::quit: return false;
        }
        return !chat_.unread();
    }

    int exit_code() const { return exit_code_; }

  private:
    void ask() {
        const client::Answer answer = chat_.ask(conversation_.messages());
        conversation_.take_answer(answer);
        exit_code_ = exit_code_of(answer);
    }

    TerminalChat& chat_;
    Conversation& conversation_;
    int exit_code_ = 0;
};

int talk(TerminalChat& chat, Conversation& conversation, const std::optional<std::string>& first_line, Interrupts& interrupts) {
    Talk talk(chat, conversation);
    LineReader lines(STDIN_FILENO, interrupts);
    terminal::Output screen(STDERR_FILENO);
    const std::string_view prompt = terminal::is_terminal(STDIN_FILENO) ? "> " : "";
    const std::string_view next_line = prompt.empty() ? "" : "\n";  // after ^C or ^D, which stand behind the prompt
    bool going_on = !first_line || talk.take_line(*first_line);
    while (going_on) {
        screen.write(prompt);
        std::string line;
        switch (lines.next(line)) {
            case LineReader::Event::line: going_on = talk.take_line(std::move(line)); break;
            case LineReader::Event::too_long: chat.tell("not asked: the line is too long"); break;
            case LineReader::Event::interrupted: screen.write(next_line); break;
            case LineReader::Event::end:
                screen.write(next_line);
                going_on = false;
                break;
        }
    }
    return talk.exit_code();
}

}  // namespace

int run_chat(const ChatArguments& arguments) {
    const config::Environment environment = config::process_environment();
    Result<client::Gateway> gateway = gateway_of(arguments, environment);
    if (!gateway) return refuse(gateway.error());
    Result<client::ChatSettings> settings = settings_of(arguments);
    if (!settings) return refuse(settings.error());
    if (const auto error = add_transcript(arguments, *settings)) return refuse(*error);

    const bool has_prompt = !arguments.prompt.empty();
    const bool interactive = arguments.interactive || (!has_prompt && terminal::is_terminal(STDIN_FILENO));
    std::optional<std::string> prompt;
    if (has_prompt || !interactive) {
        Result<std::string> read = read_prompt(arguments.prompt, STDIN_FILENO);  // Ctrl-C still ends this
        if (!read) return refuse(read.error());
        prompt = std::move(*read);
    }
    Interrupts interrupts;
    TerminalChat chat(std::move(*gateway), arguments, *settings, environment, interrupts);
    Conversation conversation(arguments.system);
    if (!interactive) return ask_once(chat, conversation, *prompt);
    return talk(chat, conversation, prompt, interrupts);
}

}  // namespace parley::cli
