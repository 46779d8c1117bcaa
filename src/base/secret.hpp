// secret.hpp: text that must not be printed. Formatting, streaming or logging a Secret does not compile or shows ***.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}

    /// The text itself, for the one place that sends or hashes it. The name is the warning.
    std::string_view reveal() const& { return text_; }
    std::string_view reveal() const&& = delete;
    bool empty() const { return text_.empty(); }

    bool operator==(const Secret&) const = default;

  private:
    std::string text_;
};

inline std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

}  // namespace parley
