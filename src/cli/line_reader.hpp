// line_reader.hpp: a person's lines, one at a time, with Ctrl-C and Ctrl-D in between.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "cli/interrupts.hpp"

namespace parley::cli {

class LineReader {
  public:
    /// A longer line is thrown away. Terminals stop at 4,096 bytes themselves.
    static constexpr std::size_t line_bytes_max = 1024 * 1024;

    /// `interrupts` outlives the reader.
    LineReader(int descriptor, Interrupts& interrupts) : descriptor_(descriptor), interrupts_(interrupts) {}

    enum class Event : std::uint8_t {
        line,         // without its line feed; the last line of a file may have none
        too_long,     // more than line_bytes_max
        interrupted,  // Ctrl-C: what was typed so far is gone
        end,          // Ctrl-D on an empty line, or the end of a file
    };

    /// Waits for the next of them.
    Event next(std::string& line);

  private:
    bool take_line(std::string& line);
    bool wait();

    int descriptor_;
    Interrupts& interrupts_;
    std::string read_;        // and not yet handed out
    std::size_t looked_ = 0;  // of it, for a line feed
    bool skipping_ = false;   // within a line that is too long
};

}  // namespace parley::cli
