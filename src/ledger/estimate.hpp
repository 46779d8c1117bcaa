// estimate.hpp: tokens of an answer whose provider did not say, or did not get to say, how many there were.
#pragma once

#include <cstdint>
#include <optional>

#include "ledger/token_counts.hpp"
#include "openai/events.hpp"

namespace parley::ledger {

/// What passed through our hands.
struct SeenTraffic {
    std::uint64_t asked_bytes = 0;     // of the request's body
    std::uint64_t answered_bytes = 0;  // of the text that the answer held, reasoning and calls among it
    std::uint64_t chunks = 0;          // that held such text

    bool operator==(const SeenTraffic&) const = default;
};

struct CountedTokens {
    TokenCounts tokens;
    bool estimated = false;  // at least one number is ours

    bool operator==(const CountedTokens&) const = default;
};

/// A token for every four bytes asked; for every three bytes answered or every chunk, whichever is more. Rounded up: nobody gets
/// tokens for nothing by leaving just before the count would have come.
TokenCounts estimated_tokens(const SeenTraffic& seen);

/// What the provider said, as far as it did. A count of the output below the number of chunks was said too early (Anthropic's
/// first event says 1) and is not the last word: the larger number counts.
CountedTokens counted_tokens(const std::optional<openai::Usage>& usage, const SeenTraffic& seen);

}  // namespace parley::ledger
