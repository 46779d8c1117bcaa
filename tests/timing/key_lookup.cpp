// key_lookup.cpp: does the time of a refusal tell how near a guess was?   timing_key_lookup [lookups]
//
// Three kinds of wrong key, equally long, are looked up in random order: a known key with its first secret character
// changed, one with its last changed, and a key that never existed. If a lookup stopped early, or went another way for a
// known id, the mean times would differ; Welch's t says whether a difference is more than noise. |t| below 5 passes.
//
// Interruptions make a few samples a thousand times too long, so that t is also taken without the slowest parts; the largest
// of these counts. A true difference grows with every repetition while noise does not, so that only one that shows three
// times in a row fails. Source: Reparaz, Balasch, Verbauwhede, "Dude, is my code constant time?" (2017).
#include <x86intrin.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "auth/api_key.hpp"
#include "auth/key_ring.hpp"

namespace {

using namespace parley;

constexpr std::size_t lookups_by_default = 1'000'000;
constexpr std::size_t known_keys = 500;
constexpr std::size_t warm_up = 10'000;
constexpr double t_max = 5;
constexpr int attempts = 3;
constexpr std::array kept_shares{0.5, 0.9, 0.99, 1.0};  // of the samples, the fastest first

enum Kind : std::size_t { first_wrong, last_wrong, unknown, kinds };
constexpr std::array<const char*, kinds> kind_names{"first character wrong", "last character wrong", "unknown key"};

using Texts = std::array<std::vector<std::string>, kinds>;

char another(char letter) { return letter == 'A' ? 'B' : 'A'; }

Texts make_texts(const std::vector<auth::ApiKey>& keys) {
    Texts texts;
    for (const auth::ApiKey& key : keys) {
        std::string first(key.text.reveal()), last = first;
        char& first_of_secret = first[first.size() - 43];
        first_of_secret = another(first_of_secret);
        last.back() = another(last.back());
        texts[first_wrong].push_back(std::move(first));
        texts[last_wrong].push_back(std::move(last));
        const auth::ApiKey nobody = auth::make_api_key();
        texts[unknown].emplace_back(nobody.text.reveal());
    }
    return texts;
}

std::uint64_t cycles_of(const auth::KeyRing& ring, const std::string& text) {
    _mm_lfence();
    const std::uint64_t begun = __rdtsc();
    _mm_lfence();
    const bool known = ring.identify(text).has_value();
    _mm_lfence();
    const std::uint64_t ended = __rdtsc();
    if (known) std::abort();  // every guess is wrong
    return ended - begun;
}

using Samples = std::array<std::vector<std::uint64_t>, kinds>;

Samples measure(const auth::KeyRing& ring, const Texts& texts, std::size_t lookups, Random& random) {
    Samples samples;
    std::string shown = texts[unknown].front();  // the same memory for every guess
    for (std::size_t i = 0; i < lookups + warm_up; ++i) {
        const std::size_t kind = random.below(kinds);
        shown = texts[kind][random.below(known_keys)];
        const std::uint64_t cycles = cycles_of(ring, shown);
        if (i >= warm_up) samples[kind].push_back(cycles);
    }
    return samples;
}

struct Moments {
    double mean = 0, variance = 0, count = 0;
};

Moments moments_of(const std::vector<std::uint64_t>& samples, std::uint64_t limit) {
    Moments moments;
    double squares = 0;
    for (const std::uint64_t sample : samples) {
        if (sample > limit) continue;
        const double from_mean = static_cast<double>(sample) - moments.mean;  // Welford's method
        moments.mean += from_mean / ++moments.count;
        squares += from_mean * (static_cast<double>(sample) - moments.mean);
    }
    moments.variance = squares / std::max(1.0, moments.count - 1);
    return moments;
}

double welch_t(const Moments& a, const Moments& b) { return (a.mean - b.mean) / std::sqrt(a.variance / a.count + b.variance / b.count); }

double largest_t(const Samples& samples) {
    std::vector<std::uint64_t> all;
    for (const auto& of_kind : samples) all.insert(all.end(), of_kind.begin(), of_kind.end());
    std::sort(all.begin(), all.end());
    double largest = 0;
    for (const double share : kept_shares) {
        const std::uint64_t limit = all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
        for (std::size_t one = 0; one < kinds; ++one) {
            for (std::size_t other = one + 1; other < kinds; ++other) {
                const double t = welch_t(moments_of(samples[one], limit), moments_of(samples[other], limit));
                std::printf("  fastest %3.0f %%: %s against %s: t = %+.2f\n", share * 100, kind_names[one], kind_names[other], t);
                largest = std::max(largest, std::abs(t));
            }
        }
    }
    return largest;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t lookups = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : lookups_by_default;
    const std::uint64_t seed = random_seed();
    Random random(seed);
    std::vector<auth::ApiKey> keys(known_keys);
    std::vector<auth::ConfiguredKey> configured;
    for (auth::ApiKey& key : keys) {
        key = auth::make_api_key();
        configured.push_back({key.id, key.text});
    }
    const auth::KeyRing ring(configured);
    const Texts texts = make_texts(keys);
    bool even = false;
    for (int attempt = 1; attempt <= attempts && !even; ++attempt) {
        std::printf("%zu lookups, seed %llu, attempt %d\n", lookups, static_cast<unsigned long long>(seed), attempt);
        const double t = largest_t(measure(ring, texts, lookups, random));
        std::printf("largest |t|: %.2f\n", t);
        even = t < t_max;
    }
    std::printf("%d passed, %d failed\n", even ? 1 : 0, even ? 0 : 1);
    return even ? 0 : 1;
}
