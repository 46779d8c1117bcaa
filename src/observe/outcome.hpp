// outcome.hpp: how a request ended, in the words that the metrics, the log and, one day, the ledger share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::observe {

enum class Outcome : std::uint8_t {
    ok,
    client_gone,
    upstream_cut,
    interrupted,  // a drain did not wait for it any longer
    refused,
    failed,
};

inline constexpr std::array<std::string_view, 6> outcome_names{"ok",          "client_gone", "upstream_cut",
                                                               "interrupted", "refused",     "failed"};

constexpr std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

}  // namespace parley::observe
