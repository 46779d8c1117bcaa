#include "providers/openai/think_tags.hpp"

#include <utility>

#include "json/escape.hpp"

namespace parley::providers::openai_dialect {
namespace {

constexpr std::string_view opening_tag = "<think>";
constexpr std::string_view closing_tag = "</think>";

/// The character that `escaped` begins with, as far as it is ASCII, and the bytes that it takes there.
struct Character {
    char byte;
    std::size_t bytes;
};

Character first_character(std::string_view escaped) {
    if (escaped.front() != '\\') return {escaped.front(), 1};
    const json::Escape escape = json::read_escape(escaped);
    return {escape.code_point < 0x80 ? static_cast<char>(escape.code_point) : '\x7f', escape.bytes};
}

/// How `escaped` compares with a tag: the tag's bytes there, or 0 and whether the text ends before that can be known.
struct Match {
    std::size_t bytes = 0;
    bool may_follow = false;
};

Match match_tag(std::string_view escaped, std::string_view tag) {
    std::size_t at = 0;
    for (const char wanted : tag) {
        if (at == escaped.size()) return {0, true};
        const Character found = first_character(escaped.substr(at));
        if (found.byte != wanted) return {};
        at += found.bytes;
    }
    return {at, false};
}

std::size_t white_space_bytes(std::string_view escaped) {
    std::size_t at = 0;
    while (at < escaped.size()) {
        const Character found = first_character(escaped.substr(at));
        if (found.byte != ' ' && found.byte != '\n' && found.byte != '\r' && found.byte != '\t') break;
        at += found.bytes;
    }
    return at;
}

}  // namespace

ThinkTagSplitter::ThinkTagSplitter(catalog::ThinkTags tags)
    : state_(tags == catalog::ThinkTags::kept    ? State::content
             : tags == catalog::ThinkTags::split ? State::opening
                                                 : State::reasoning) {}

void ThinkTagSplitter::split(std::string_view escaped, Pieces& pieces) {
    std::string_view text = escaped;
    if (!held_.empty()) {
        pieces.held = std::exchange(held_, std::string()) + std::string(escaped);
        text = pieces.held;
    }
    if (state_ == State::opening) text = take_opening(text);
    if (state_ == State::reasoning) text = take_reasoning(text, pieces);
    if (state_ == State::closed) {
        text.remove_prefix(white_space_bytes(text));
        if (!text.empty()) state_ = State::content;
    }
    if (state_ == State::content) pieces.content = text;
}

/// What follows the tag; or the whole text where there is none; or nothing while that is open.
std::string_view ThinkTagSplitter::take_opening(std::string_view text) {
    const std::size_t white_space = white_space_bytes(text);
    const std::string_view rest = text.substr(white_space);
    const Match tag = match_tag(rest, opening_tag);
    if (tag.may_follow) {
        held_ = text;
        return {};
    }
    if (tag.bytes == 0) {
        state_ = State::content;
        return text;
    }
    state_ = State::reasoning;
    return rest.substr(tag.bytes);
}

/// Says what stands before the closing tag, and returns what stands behind it.
std::string_view ThinkTagSplitter::take_reasoning(std::string_view text, Pieces& pieces) {
    for (std::size_t at = 0; at < text.size(); at += first_character(text.substr(at)).bytes) {
        const Match tag = match_tag(text.substr(at), closing_tag);
        if (tag.bytes == 0 && !tag.may_follow) continue;
        pieces.reasoning = text.substr(0, at);
        if (tag.may_follow) {
            held_ = text.substr(at);
            return {};
        }
        state_ = State::closed;
        return text.substr(at + tag.bytes);
    }
    pieces.reasoning = text;
    return {};
}

void ThinkTagSplitter::finish(Pieces& pieces) {
    pieces.held = std::exchange(held_, std::string());
    (state_ == State::reasoning ? pieces.reasoning : pieces.content) = pieces.held;
}

}  // namespace parley::providers::openai_dialect
