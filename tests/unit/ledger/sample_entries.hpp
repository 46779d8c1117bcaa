// sample_entries.hpp: entries to play with: one by hand, and as many as wanted by chance.
#pragma once

#include <string>

#include "base/random.hpp"
#include "ledger/entry.hpp"

namespace parley::ledger {

inline Rates sample_rates() {
    return {.input = {3'000'000},
            .cache_read = {300'000},
            .cache_write_5m = {3'750'000},
            .cache_write_1h = {6'000'000},
            .output = {15'000'000}};
}

/// An attempt that failed, and the fallback that answered. Settled.
inline Entry sample_entry(std::string request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77") {
    Entry entry;
    entry.opening = {.request_id = std::move(request_id),
                     .client_request_id = "call-17",
                     .began = 1'790'000'000'123'456,
                     .account = "default",
                     .key_id = "k_1",
                     .asked_model = "claude-sonnet-4-6",
                     .stream = true};
    entry.answered_model = "claude-sonnet-4-6";
    entry.outcome = Outcome::ok;
    entry.http_status = 200;
    entry.first_chunk = Microseconds(412'000);
    entry.total = Microseconds(1'912'000);

    Attempt failed{.target = {.provider = "bedrock", .model = "anthropic.claude-sonnet-4-6", .region = "us"},
                   .total = Microseconds(90'000),
                   .outcome = Outcome::failed,
                   .http_status = 503,
                   .error_class = "overloaded",
                   .tokens = {.input = 100},
                   .estimated = true,
                   .rates = sample_rates(),
                   .regional_increase = {1'000}};
    Attempt answered{.number = 1,
                     .kind = AttemptKind::fallback,
                     .target = {.provider = "claude", .model = "claude-sonnet-4-6", .region = "us"},
                     .began = Microseconds(95'000),
                     .first_chunk = Microseconds(317'000),
                     .total = Microseconds(1'817'000),
                     .outcome = Outcome::ok,
                     .http_status = 200,
                     .upstream_id = "msg_01C",
                     .answered = true,
                     .tokens = {.input = 14, .cache_read = 3'072, .cache_write_5m = 220, .output = 57, .reasoning = 21},
                     .rates = sample_rates(),
                     .regional_increase = {1'000}};
    entry.attempts = {failed, answered};
    settle(entry);
    return entry;
}

/// One whose only attempt answered: what nearly every request is. Settled.
inline Entry answered_once(std::string request_id) {
    Entry entry = sample_entry(std::move(request_id));
    entry.attempts.erase(entry.attempts.begin());
    entry.attempts.front().number = 0;
    entry.attempts.front().kind = AttemptKind::primary;
    settle(entry);
    return entry;
}

/// Any entry within the limits: texts of any bytes, numbers of any size, some prices unknown. Settled.
Entry random_entry(Random& random, std::uint64_t quantity_bound);

}  // namespace parley::ledger
