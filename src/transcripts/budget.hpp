// budget.hpp: how much of a transcript may be put into a request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "catalog/tokenizer.hpp"

namespace parley::transcripts {

/// Room for a transcript in a model's context.
struct Room {
    std::int64_t tokens = 0;  // that it has left
    catalog::Tokenizer tokenizer = catalog::Tokenizer::unknown;

    bool operator==(const Room&) const = default;
};

/// How a text's tokens are guessed (catalog/token_estimate.hpp).
enum class Guess : std::uint8_t {
    at_most,   // for what is cut to fit
    at_least,  // for what is refused where it cannot fit, whatever the tokenizer
};

std::int64_t tokens_in(std::string_view text, catalog::Tokenizer tokenizer, Guess guess);

/// So many bytes, and what a model has room for where that is known.
class Budget {
  public:
    explicit Budget(std::size_t bytes, std::optional<Room> room = {}, Guess guess = Guess::at_most)
        : bytes_(bytes), room_(room), guess_(guess) {}

    /// A model is known, and what does not fit does not fit into its context.
    bool is_of_model() const { return room_.has_value(); }

    bool fits(std::string_view text) const;

    /// What fits is placed: so much less is left for the next.
    void spend(std::string_view text);

    /// As much as fits of a text's beginning, or of its end, in whole characters.
    std::string_view beginning_of(std::string_view text) const;
    std::string_view ending_of(std::string_view text) const;

    /// The same for a part of what is left.
    Budget half() const;

    /// How many times the text takes all of it, rounded down.
    std::size_t times(std::string_view text) const;

  private:
    std::int64_t cost_of(std::string_view text) const { return tokens_in(text, room_->tokenizer, guess_); }

    std::size_t bytes_;
    std::optional<Room> room_;
    Guess guess_;
};

}  // namespace parley::transcripts
