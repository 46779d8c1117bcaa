#include "cli/answer_screen.hpp"

#include "terminal/visible.hpp"

namespace parley::cli {
namespace {

constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view normal = "\x1b[22m";

}  // namespace

void AnswerScreen::text(std::string_view piece) {
    begin(Part::text);
    write(look_ == Look::plain ? std::string(piece) : shown(piece));
}

void AnswerScreen::reasoning(std::string_view piece) {
    if (look_ == Look::plain) return;
    begin(Part::reasoning);
    const std::string words = shown(piece);
    if (words.empty()) return;
    // Each piece ends with the normal look: nothing that happens in between can leave a terminal dimmed.
    write(look_ == Look::terminal ? words : std::string(dim) + words + std::string(normal));
    line_open_ = !words.ends_with('\n');
}

void AnswerScreen::begin(Part part) {
    if (part == part_) return;
    if (part_ != Part::none) write(line_open_ ? "\n\n" : "\n");
    if (part == Part::reasoning && look_ == Look::terminal) write("[reasoning] ");
    part_ = part;
}

void AnswerScreen::end(const client::Answer& answer) {
    if (held_return_) write("^M");
    if (line_open_) write("\n");
    for (const client::ToolCall& call : answer.tool_calls) {
        const std::string line = "[tool call] " + call.name + "(" + call.arguments + ")";
        write((look_ == Look::plain ? line : terminal::visible_line(line)) + "\n");
    }
}

void AnswerScreen::write(std::string_view text) {
    if (text.empty()) return;
    line_open_ = text.back() != '\n';
    write_(text);
}

std::string AnswerScreen::shown(std::string_view piece) {
    std::string whole = held_return_ ? "\r" : "";
    whole += piece;
    held_return_ = whole.ends_with('\r');
    if (held_return_) whole.pop_back();
    return terminal::visible(whole);
}

}  // namespace parley::cli
