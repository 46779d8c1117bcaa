// request_line.hpp: reads a request line, strictly, byte by byte where it must.
//
// Source: RFC 9112, section 3, origin-form only. Exactly one space between the parts, exactly one spelling of a path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/byte_span.hpp"
#include "http/refusal.hpp"

namespace parley::http {

class RequestLine {
  public:
    explicit RequestLine(std::size_t leading_empty_lines_max, bool encoded_paths = false)
        : empty_lines_max_(leading_empty_lines_max), encoded_paths_(encoded_paths) {}

    /// Goes on at `looked` and moves it. `complete` leaves it behind the line's CR LF. Refuses with 400, 501 (CONNECT)
    /// or 505 (a version other than 1.0 and 1.1, HTTP/2's preface included).
    Progress scan(std::string_view bytes, std::size_t& looked, Refusal& refusal);

    /// Offsets into the scanned bytes, after `complete`.
    ByteSpan method() const { return method_; }
    ByteSpan path() const { return path_; }
    ByteSpan query() const { return query_; }
    int version_minor() const { return version_minor_; }
    bool complete() const { return state_ == State::complete; }

    void reset() { *this = RequestLine(empty_lines_max_, encoded_paths_); }

  private:
    enum class State : std::uint8_t { before, empty_line_lf, method, path_start, path, query, version, complete };
    Refusal step(std::string_view bytes, std::size_t& looked);
    Refusal end_method(std::string_view bytes, std::size_t end);
    Refusal end_path(std::string_view bytes, std::size_t end);
    Refusal version_byte(std::string_view bytes, std::size_t at);

    std::size_t empty_lines_max_;
    bool encoded_paths_;
    std::size_t empty_lines_ = 0;
    ByteSpan method_;
    ByteSpan path_;
    ByteSpan query_;
    std::uint32_t version_begin_ = 0;
    std::uint8_t version_minor_ = 1;
    State state_ = State::before;
};

}  // namespace parley::http
