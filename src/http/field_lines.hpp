// field_lines.hpp: reads the header section of a message, one strict pass that may stop and go on at any byte.
//
// Shared by requests and responses. What is found is kept as offsets, so the caller may move its buffer between calls.
// Source: RFC 9112, section 5. Refused although a recipient might mend it: folded lines (5.2), white space before a
// colon (5.1), a bare CR or LF (2.2), a tab at the end of a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/small_blocks.hpp"
#include "http/byte_span.hpp"
#include "http/fields.hpp"
#include "http/refusal.hpp"

namespace parley::http {

class FieldLines {
  public:
    explicit FieldLines(std::size_t headers_max) : headers_max_(headers_max) {}

    /// Goes on at `looked` and moves it. `complete` leaves it behind the empty line. Refuses with 400 or 431.
    Progress scan(std::string_view bytes, std::size_t& looked, Refusal& refusal);

    /// The fields found, as views into `bytes`: the bytes that were scanned, wherever they are now.
    void fill(std::string_view bytes, Fields& fields) const;

    void reset();

  private:
    enum class State : std::uint8_t { line_start, name, value_start, value, line_lf, end_lf };
    struct Line {
        ByteSpan name;
        ByteSpan value;
    };
    bool take_whole_line(std::string_view bytes, std::size_t& looked);
    bool end_value(std::string_view bytes, std::size_t end);

    std::size_t headers_max_;
    std::vector<Line, SmallBlocks<Line>> lines_;  // the last one may be unfinished
    State state_ = State::line_start;
};

}  // namespace parley::http
