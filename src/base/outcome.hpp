// outcome.hpp: how a request ended, and how each call of an upstream did: the words that the metrics, the log and the ledger share.
//
// The numbers stand in journals that a newer Parley reads: a new word goes to the end, and none ever changes its place.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace parley {

enum class Outcome : std::uint8_t {
    ok,
    client_gone,   // the caller hung up; what was produced until then is billed
    upstream_cut,  // the provider's answer ended before its end
    interrupted,   // begun and not ended: the process died, or a drain did not wait for it any longer
    refused,       // the caller's doing, or ours for not being ready
    failed,
    count,
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Outcome::count)> outcome_names{
    "ok", "client_gone", "upstream_cut", "interrupted", "refused", "failed",
};

constexpr std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

/// Nothing for a word that is not in the list.
constexpr std::optional<Outcome> outcome_named(std::string_view name) {
    const auto found = std::find(outcome_names.begin(), outcome_names.end(), name);
    if (found == outcome_names.end()) return std::nullopt;
    return static_cast<Outcome>(found - outcome_names.begin());
}

}  // namespace parley
