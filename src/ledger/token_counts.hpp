// token_counts.hpp: tokens by the class that decides their price. A token stands in exactly one class, so that a sum over the
// classes counts nothing twice: in what providers report, cached tokens are a part of the prompt.
#pragma once

#include <cstdint>

#include "openai/events.hpp"

namespace parley::ledger {

struct TokenCounts {
    // The classes.
    std::int64_t input = 0;  // neither read from a cache nor written to one
    std::int64_t cache_read = 0;
    std::int64_t cache_write_5m = 0;
    std::int64_t cache_write_1h = 0;
    std::int64_t output = 0;

    // Parts of the classes, for reports. They cost what their class costs.
    std::int64_t reasoning = 0;     // of the output
    std::int64_t input_audio = 0;   // of everything that went in
    std::int64_t output_audio = 0;  // of the output

    std::int64_t all_input() const { return input + cache_read + cache_write_5m + cache_write_1h; }
    bool nothing() const { return *this == TokenCounts{}; }
    bool operator==(const TokenCounts&) const = default;
};

/// Adds class by class and part by part.
TokenCounts operator+(const TokenCounts& one, const TokenCounts& other);

/// Takes the classes apart. A usage that says more of a part than of its whole is cut to the whole: first the tokens read from
/// the cache are believed, then those written for an hour, then those written for five minutes.
TokenCounts tokens_of(const openai::Usage& usage);

}  // namespace parley::ledger
