#include "cli/conversation.hpp"

#include <numeric>
#include <utility>

#include "json/utf8.hpp"

namespace parley::cli {
namespace {

using Kind = Conversation::Step::Kind;

constexpr const char* help_words =
    "/reset begins a new conversation, /quit or Ctrl-D ends the program, Ctrl-C stops an answer; a line that begins with // is "
    "asked with one of them";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white_space = " \t\r";
    const std::size_t begin = text.find_first_not_of(white_space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(white_space) + 1 - begin);
}

}  // namespace

Conversation::Conversation(std::optional<std::string> system) : system_(std::move(system)) { reset(); }

void Conversation::reset() {
    messages_.clear();
    if (system_) messages_.push_back({client::Role::system, *system_});
}

Conversation::Step Conversation::take_line(std::string line) {
    const std::string_view words = trimmed(line);
    if (words.empty()) return {Kind::wait};
    if (words.starts_with("//")) return take_question(std::string(words.substr(1)));
    if (words.starts_with('/')) return take_command(words);
    return take_question(std::string(words));
}

Conversation::Step Conversation::take_command(std::string_view command) {
    if (command == "/quit" || command == "/exit") return {Kind::quit};
    if (command == "/help") return {Kind::say, help_words};
    if (command == "/reset") {
        reset();
        return {Kind::say, "a new conversation"};
    }
    return {Kind::say, "no such command: " + std::string(command) + " (/help lists them)"};
}

Conversation::Step Conversation::take_question(std::string question) {
    if (json::find_bad_utf8(question)) return {Kind::say, "not asked: this is not UTF-8"};
    if (text_bytes() + question.size() > text_bytes_max) {
        return {Kind::say, "not asked: the conversation is too long (/reset begins a new one)"};
    }
    messages_.push_back({client::Role::user, std::move(question)});
    return {Kind::ask};
}

void Conversation::take_answer(const client::Answer& answer) {
    if (answer.text.empty() || answer.failure) {
        messages_.pop_back();
    } else {
        messages_.push_back({client::Role::assistant, answer.text});
    }
}

std::size_t Conversation::text_bytes() const {
    const auto add = [](std::size_t sum, const client::Message& message) { return sum + message.text.size(); };
    return std::accumulate(messages_.begin(), messages_.end(), std::size_t{0}, add);
}

}  // namespace parley::cli
