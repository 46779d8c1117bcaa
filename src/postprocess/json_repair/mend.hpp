// mend.hpp: what was wrong with a text, one word for each kind of mistake.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace parley::postprocess::json_repair {

enum class MendKind : std::uint8_t {
    comma_added,
    comma_removed,  // trailing, leading, doubled; a semicolon in its place
    colon_added,    // missing, or another sign in its place
    colon_removed,
    quote_added,     // a string without its end, or without its beginning
    quote_replaced,  // single, smart, escaped, tripled or back quotes
    quote_escaped,   // a quote inside a string
    key_quoted,
    text_quoted,      // a value that is words
    control_escaped,  // a line end inside a string ...
    escape_mended,    // a backslash that escapes nothing, \x41, half of a surrogate pair
    utf8_mended,      // bytes that are no UTF-8
    strings_joined,   // "a" + "b"
    word_replaced,    // True, None, NaN, undefined
    word_completed,   // tru at the very end
    number_mended,    // .5, 1e, +1, 1_000, 0x1f, 007
    value_added,      // null for a value that is not there
    bracket_added,
    bracket_removed,
    bracket_replaced,
    end_cut,  // half a key, half an escape sequence at the very end
    comment_removed,
    ellipsis_removed,
    call_unwrapped,  // ObjectId("...")
    stray_removed,   // anything else between two values
    fence_removed,
    prose_removed,
    values_gathered,  // several values became one array
    count,
};

/// "comma_added" and so on, for logs and for the command line.
std::string_view to_string(MendKind kind);

struct Mend {
    MendKind kind;
    std::uint64_t offset;  // of the byte of the broken text where it was noticed

    bool operator==(const Mend&) const = default;
};

/// The mends of one text: the first ones in full, all of them by kind. A hostile text cannot make it grow.
class Mends {
  public:
    static constexpr std::size_t kept_max = 64;

    void add(MendKind kind, std::uint64_t offset) {
        ++counts_[static_cast<std::size_t>(kind)];
        ++size_;
        if (first_.size() < kept_max) first_.push_back({kind, offset});
    }
    std::size_t size() const { return size_; }
    std::size_t count(MendKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
    const std::vector<Mend>& first() const { return first_; }

  private:
    std::array<std::size_t, static_cast<std::size_t>(MendKind::count)> counts_{};
    std::size_t size_ = 0;
    std::vector<Mend> first_;
};

}  // namespace parley::postprocess::json_repair
