// stream.hpp: standard input, output and error as a command meets them: a terminal, or a file, or somebody's pipe.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parley::terminal {

/// The value of an environment variable, or nothing when it is not set.
using Variables = std::function<std::optional<std::string>(std::string_view name)>;

bool is_terminal(int descriptor);

/// Whether text may be dimmed there: on a terminal that is not "dumb", unless NO_COLOR is set to something.
/// Source: https://no-color.org
bool takes_colours(int descriptor, const Variables& variables);

/// A terminal wider than this is not believed.
inline constexpr std::size_t columns_most = 10'000;

/// How wide lines may be: COLUMNS where that is a number from 1 to columns_most, else what the terminal says. Nothing for what
/// is no terminal.
std::optional<std::size_t> columns_of(int descriptor, const Variables& variables);

/// Writes at once, without a buffer in between: what a model says appears as it is said.
class Output {
  public:
    explicit Output(int descriptor) : descriptor_(descriptor) {}

    /// Waits as long as the reader does not read. Once that failed, because the reader is gone, nothing more is written.
    void write(std::string_view text);
    /// Nobody reads: `parley chat ... | head -n 1`.
    bool broken() const { return broken_; }

  private:
    int descriptor_;
    bool broken_ = false;
};

}  // namespace parley::terminal
