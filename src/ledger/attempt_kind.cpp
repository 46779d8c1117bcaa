#include "ledger/attempt_kind.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace parley::ledger {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(AttemptKind::count)> kinds{
    "primary", "retry", "fallback", "hedge", "draft", "resume", "map",
};

}  // namespace

std::string_view to_string(AttemptKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<AttemptKind> attempt_kind_named(std::string_view name) {
    const auto found = std::find(kinds.begin(), kinds.end(), name);
    if (found == kinds.end()) return std::nullopt;
    return static_cast<AttemptKind>(found - kinds.begin());
}

}  // namespace parley::ledger
