#include "ledger/outcome.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace parley::ledger {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Outcome::count)> outcomes{
    "ok", "client_gone", "upstream_cut", "interrupted", "refused", "failed",
};

constexpr std::array<std::string_view, static_cast<std::size_t>(AttemptKind::count)> kinds{
    "primary", "retry", "fallback", "hedge", "draft", "resume", "map",
};

template <class Enum, std::size_t size>
std::optional<Enum> named(const std::array<std::string_view, size>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view to_string(Outcome outcome) { return outcomes[static_cast<std::size_t>(outcome)]; }
std::string_view to_string(AttemptKind kind) { return kinds[static_cast<std::size_t>(kind)]; }
std::optional<Outcome> outcome_named(std::string_view name) { return named<Outcome>(outcomes, name); }
std::optional<AttemptKind> attempt_kind_named(std::string_view name) { return named<AttemptKind>(kinds, name); }

}  // namespace parley::ledger
