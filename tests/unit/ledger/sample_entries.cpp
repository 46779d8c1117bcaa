#include "unit/ledger/sample_entries.hpp"

#include "catalog/model.hpp"

namespace parley::ledger {
namespace {

std::string random_text(Random& random, std::size_t bytes_max) {
    std::string text(random.below(bytes_max + 1), '\0');
    for (char& byte : text) byte = static_cast<char>(random.below(128));
    return text;
}

template <class Enum>
Enum any_of(Random& random, Enum count) {
    return static_cast<Enum>(random.below(static_cast<std::uint64_t>(count)));
}

/// Small ones as often as large ones.
std::int64_t random_quantity(Random& random, std::uint64_t bound) {
    return static_cast<std::int64_t>(random.below(bound) >> random.below(42));
}

std::optional<Microseconds> perhaps_a_duration(Random& random) {
    if (random.below(2) == 0) return std::nullopt;
    return Microseconds(random_quantity(random, 1ull << 42));
}

Rates random_rates(Random& random) {
    Rates rates;
    for (PricePerToken* rate : {&rates.input, &rates.cache_read, &rates.cache_write_5m, &rates.cache_write_1h, &rates.output}) {
        rate->picodollars = static_cast<std::uint64_t>(random_quantity(random, price_most.picodollars + 1));
    }
    return rates;
}

TokenCounts random_tokens(Random& random, std::uint64_t bound) {
    return {.input = random_quantity(random, bound),
            .cache_read = random_quantity(random, bound),
            .cache_write_5m = random_quantity(random, bound),
            .cache_write_1h = random_quantity(random, bound),
            .output = random_quantity(random, bound),
            .reasoning = random_quantity(random, bound),
            .input_audio = random_quantity(random, bound),
            .output_audio = random_quantity(random, bound)};
}

Attempt random_attempt(Random& random, std::uint32_t number, std::uint64_t quantity_bound) {
    Attempt attempt;
    attempt.number = number;
    attempt.kind = any_of(random, AttemptKind::count);
    attempt.target = {.provider = random_text(random, provider_bytes_max),
                      .model = random_text(random, model_bytes_max),
                      .region = random_text(random, region_bytes_max)};
    attempt.began = Microseconds(random_quantity(random, 1ull << 42));
    attempt.first_chunk = perhaps_a_duration(random);
    attempt.total = Microseconds(random_quantity(random, 1ull << 42));
    attempt.outcome = any_of(random, Outcome::count);
    attempt.http_status = static_cast<int>(random.below(1'000));
    attempt.error_class = random_text(random, error_class_bytes_max);
    attempt.upstream_id = random_text(random, upstream_id_bytes_max);
    attempt.answered = random.below(2) == 0;
    attempt.tokens = random_tokens(random, quantity_bound);
    attempt.estimated = random.below(4) == 0;
    if (random.below(8) != 0) attempt.rates = random_rates(random);
    attempt.regional_increase = {static_cast<std::uint32_t>(random.below(10'001))};
    return attempt;
}

}  // namespace

Entry random_entry(Random& random, std::uint64_t quantity_bound) {
    Entry entry;
    entry.opening = {.request_id = std::string(make_uuid(random).view()),
                     .client_request_id = random_text(random, client_request_id_bytes_max),
                     .began = random_quantity(random, 1ull << 56),
                     .account = random_text(random, account_bytes_max),
                     .key_id = random_text(random, key_id_bytes_max),
                     .asked_model = random_text(random, model_bytes_max),
                     .stream = random.below(2) == 0};
    entry.answered_model = random_text(random, model_bytes_max);
    entry.outcome = any_of(random, Outcome::count);
    entry.http_status = static_cast<int>(random.below(1'000));
    entry.error_class = random_text(random, error_class_bytes_max);
    entry.first_chunk = perhaps_a_duration(random);
    entry.total = Microseconds(random_quantity(random, 1ull << 42));
    const std::uint64_t attempts = random.below(5);
    for (std::uint32_t number = 0; number < attempts; ++number) {
        entry.attempts.push_back(random_attempt(random, number, quantity_bound));
    }
    settle(entry);
    return entry;
}

}  // namespace parley::ledger
