#include "transcripts/budget.hpp"

#include <algorithm>

#include "catalog/token_estimate.hpp"

namespace parley::transcripts {
namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

}  // namespace

std::int64_t tokens_in(std::string_view text, catalog::Tokenizer tokenizer, Guess guess) {
    return guess == Guess::at_most ? catalog::tokens_at_most(tokenizer, text) : catalog::tokens_at_least(tokenizer, text);
}

bool Budget::fits(std::string_view text) const {
    return text.size() <= bytes_ && (!room_ || cost_of(text) <= std::max<std::int64_t>(room_->tokens, 0));
}

void Budget::spend(std::string_view text) {
    bytes_ -= std::min(bytes_, text.size());
    if (room_) room_->tokens -= cost_of(text);
}

std::string_view Budget::beginning_of(std::string_view text) const {
    std::string_view begun = text.substr(0, bytes_);
    while (begun.size() < text.size() && !begun.empty() && continues_character(text[begun.size()])) begun.remove_suffix(1);
    return room_ ? catalog::beginning_within(room_->tokenizer, begun, room_->tokens) : begun;
}

std::string_view Budget::ending_of(std::string_view text) const {
    std::string_view end = text.substr(text.size() - std::min(bytes_, text.size()));
    while (!end.empty() && continues_character(end.front())) end.remove_prefix(1);
    return room_ ? catalog::ending_within(room_->tokenizer, end, room_->tokens) : end;
}

Budget Budget::half() const {
    Budget half = *this;
    half.bytes_ /= 2;
    if (half.room_) half.room_->tokens /= 2;
    return half;
}

std::size_t Budget::times(std::string_view text) const {
    const std::size_t by_bytes = text.size() / std::max<std::size_t>(bytes_, 1);
    if (!room_) return by_bytes;
    const std::int64_t by_tokens = cost_of(text) / std::max<std::int64_t>(room_->tokens, 1);
    return std::max(by_bytes, static_cast<std::size_t>(by_tokens));
}

}  // namespace parley::transcripts
