// attempt_kind.hpp: why an upstream was called.
//
// The numbers stand in journals that a newer Parley reads: a new word goes to the end, and none ever changes its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley::ledger {

enum class AttemptKind : std::uint8_t {
    primary,
    retry,     // the same target again
    fallback,  // the next target
    hedge,     // beside one that is slow
    draft,     // a quick answer that a better one may replace
    resume,    // the rest of an answer that was cut
    map,       // one part of a long text
    count,
};

std::string_view to_string(AttemptKind kind);

/// Nothing for a word that is not in the list.
std::optional<AttemptKind> attempt_kind_named(std::string_view name);

}  // namespace parley::ledger
