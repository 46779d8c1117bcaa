// remedies.hpp: what may help after a failed attempt: the one table of outcomes that retries and fallbacks go by.
//
// Source: AssemblyAI docs, "Fallbacks", for the retry of what passes; which outcomes are worth another target is ours
// (docs/http-api.md has the table).
#pragma once

#include "routing/failure.hpp"

namespace parley::routing {

/// A provider that wants to be left alone for longer is not asked again: the caller has better things to do than to wait.
inline constexpr std::chrono::seconds patience{1};

/// Only while nothing of an answer has been sent: afterwards nothing helps.
struct Remedies {
    bool same_target = false;  // the same request may fare better at the same target, in a moment
    bool next_target = false;  // or at another, at once

    bool operator==(const Remedies&) const = default;
};

Remedies remedies_for(const Failure& failure);

/// The provider wants to be left alone for longer than we wait.
bool asks_for_patience(const Failure& failure);

}  // namespace parley::routing
