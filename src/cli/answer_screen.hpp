// answer_screen.hpp: an answer as a person reads it, piece by piece as it arrives.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "client/answer.hpp"

namespace parley::cli {

/// On a terminal, reasoning stands before the answer, dimmed where colours are taken, and control characters are shown
/// instead of obeyed. Elsewhere the answer alone is written, byte for byte.
class AnswerScreen final : public client::AnswerSink {
  public:
    enum class Look : std::uint8_t { plain, terminal, terminal_with_colours };
    using Write = std::function<void(std::string_view)>;

    AnswerScreen(Look look, Write write) : look_(look), write_(std::move(write)) {}

    void text(std::string_view piece) override;
    void reasoning(std::string_view piece) override;

    /// Tool calls, each on a line of its own, and the end of the last line.
    void end(const client::Answer& answer);

  private:
    enum class Part : std::uint8_t { none, reasoning, text };

    void begin(Part part);
    void write(std::string_view text);
    std::string shown(std::string_view piece);

    Look look_;
    Write write_;
    Part part_ = Part::none;
    bool held_return_ = false;  // a carriage return that a line feed may follow
    bool line_open_ = false;    // the last byte written was no line feed
};

}  // namespace parley::cli
