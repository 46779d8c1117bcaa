// raw_error.hpp: an error that stands in the midst of an event stream as plain JSON, over several lines and without `data:`.
//
// Gemini's endpoints fall back to it when they fail after the stream has begun. An event stream's reader would take its lines for
// fields that nobody knows, and the failure for a cut.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::providers::gemini {

/// A value. Looks at the first byte of every line: no field's name begins with a bracket.
class RawErrorCatcher {
  public:
    /// What lies beyond is not kept; such a text is no error message and cannot be read.
    static constexpr std::size_t bytes_max = 64 * 1024;

    /// The bytes that belong to the event stream: all of them, up to a line that begins with a bracket. From there on everything is
    /// kept.
    std::string_view sift(std::string_view bytes);

    bool caught() const { return caught_; }
    std::string_view text() const { return text_; }

  private:
    void keep(std::string_view bytes);

    std::string text_;
    bool at_line_start_ = true;
    bool caught_ = false;
};

}  // namespace parley::providers::gemini
