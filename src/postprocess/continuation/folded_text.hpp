// folded_text.hpp: a text as it is compared with what repeats it: without white space, in small letters, with plain quotes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace parley::postprocess::continuation {

/// One character of a text that is no white space.
struct FoldedCharacter {
    char32_t folded = 0;       // as it is compared
    bool begins_word = false;  // behind white space or a mark; every character of a script without spaces
    bool after_space = false;  // behind white space, or the first of all
    bool begins_line = false;  // behind a line end, or the first of all
    std::uint32_t begin = 0;   // of its bytes in the text
    std::uint32_t end = 0;
};

/// Appended to piece by piece; no piece ends inside a character. Texts of megabytes are not meant.
class FoldedText {
  public:
    FoldedText() = default;
    explicit FoldedText(std::string_view text) { append(text); }

    /// text  well-formed UTF-8
    void append(std::string_view text);

    std::size_t size() const { return characters_.size(); }
    bool empty() const { return characters_.empty(); }
    const FoldedCharacter& operator[](std::size_t index) const { return characters_[index]; }
    /// The text ends with white space.
    bool ends_with_space() const { return !characters_.empty() && space_before_next_; }
    /// How many characters begin before that byte.
    std::size_t characters_before(std::size_t byte) const;

  private:
    std::vector<FoldedCharacter> characters_;
    std::uint32_t bytes_ = 0;
    bool space_before_next_ = true;
    bool line_before_next_ = true;
};

bool is_white_space(char32_t character);

/// What ends a sentence or a part of it, in the scripts that have such marks.
bool ends_clause(char32_t folded);

}  // namespace parley::postprocess::continuation
