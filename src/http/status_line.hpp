// status_line.hpp: reads a status line, strictly, except that the reason phrase and the space before it may be missing.
//
// Source: RFC 9112, section 4. Several providers' front ends send a bare "HTTP/1.1 200".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/refusal.hpp"

namespace parley::http {

class StatusLine {
  public:
    /// Goes on at `looked`, which is 0 at first, and moves it. `complete` leaves it behind the line's CR LF.
    Progress scan(std::string_view bytes, std::size_t& looked, Refusal& refusal);

    /// 100..999, after `complete`.
    int status() const { return status_; }
    int version_minor() const { return version_minor_; }
    bool complete() const { return state_ == State::complete; }

    void reset() { *this = StatusLine(); }

  private:
    enum class State : std::uint8_t { version_and_status, after_status, reason, line_lf, complete };
    bool head_byte(char byte, std::size_t index);

    std::uint16_t status_ = 0;
    std::uint8_t version_minor_ = 1;
    State state_ = State::version_and_status;
};

}  // namespace parley::http
