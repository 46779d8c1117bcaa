// think_tags.hpp: finds the reasoning that some models write into their content, between <think> and </think>.
//
// The tags are bytes of the text: a host may cut them anywhere between two chunks, and may write `<` as \u003c. They
// are looked for at the beginning of an answer only: a text that talks about the tag later keeps it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/dialect_rules.hpp"

namespace parley::providers::openai_dialect {

/// A value. Holds back at most a tag and the white space around it.
class ThinkTagSplitter {
  public:
    explicit ThinkTagSplitter(catalog::ThinkTags tags);

    /// Both pieces are escaped like the text; either may be empty. They point into the text or into `held`.
    struct Pieces {
        std::string_view reasoning;
        std::string_view content;
        std::string held;
    };
    /// Splits the next piece of content. `escaped` is the whole inside of a JSON string.
    void split(std::string_view escaped, Pieces& pieces);
    /// The answer is over: what was held back belongs to where it stood.
    void finish(Pieces& pieces);

    /// Nothing more will be split: text may pass by without a look.
    bool is_done() const { return state_ == State::content; }

  private:
    enum class State : std::uint8_t {
        opening,    // nothing but white space so far
        reasoning,  // within the tags
        closed,     // behind them: white space is not yet content
        content,
    };
    std::string_view take_opening(std::string_view text);
    std::string_view take_reasoning(std::string_view text, Pieces& pieces);

    State state_;
    std::string held_;  // what may be the beginning of a tag, or is white space before one
};

}  // namespace parley::providers::openai_dialect
