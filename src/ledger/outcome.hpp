// outcome.hpp: the closed lists of what a request, and each call that was made for it, can be.
//
// The numbers stand in journals that a newer Parley reads: a new word goes to the end, and none ever changes its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley::ledger {

/// How a request ended, and how an attempt did.
enum class Outcome : std::uint8_t {
    ok,
    client_gone,   // the caller hung up; what was produced until then is billed
    upstream_cut,  // the provider's answer ended before its end
    interrupted,   // begun, and nobody knows more: the process ended first
    refused,       // the caller's doing, or ours for not being ready
    failed,
    count,
};

/// Why an upstream was called.
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

std::string_view to_string(Outcome outcome);
std::string_view to_string(AttemptKind kind);

/// Nothing for a word that is not in the list.
std::optional<Outcome> outcome_named(std::string_view name);
std::optional<AttemptKind> attempt_kind_named(std::string_view name);

/// Whether the caller pays for the answer. An answer that was cut, or that never came, costs us and not the caller.
/// Source: AssemblyAI docs, "LLM Gateway", billing: failed attempts are not billed.
constexpr bool is_charged(Outcome outcome) {
    return outcome == Outcome::ok || outcome == Outcome::client_gone;
}

}  // namespace parley::ledger
