// retry_after.hpp: how long an upstream asks us to wait.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::providers {

/// Nobody is asked to wait longer: a provider that says 10^9 seconds has said nothing useful.
constexpr std::chrono::milliseconds retry_after_max = std::chrono::seconds(300);

/// The three fields of a reply that say it; empty where the reply has none.
struct RetryAfterFields {
    std::string_view milliseconds;  // retry-after-ms, OpenAI's and Azure's own
    std::string_view seconds;       // retry-after: a number, with a fraction or not, or an HTTP date
    std::string_view date;          // the reply's Date, from which such a date counts: no clock of ours is asked
};

/// retry-after-ms first, then retry-after (RFC 9110, 10.2.3), clamped to 0..retry_after_max; negative and past is 0. Of
/// the three date formats only the one that servers must send is read (RFC 9110, 5.6.7: IMF-fixdate). Nullopt for
/// nothing, and for text that is neither.
std::optional<std::chrono::milliseconds> read_retry_after(const RetryAfterFields& fields);

}  // namespace parley::providers
