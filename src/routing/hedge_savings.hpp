// hedge_savings.hpp: how many requests of a target have not yet paid for a second call.
//
// Where so many of a hundred may be asked twice, each request pays for that part of a second call, and what is paid is saved. Over any time
// there are no more second calls than were paid for; but those that come close together, as they do when a target stumbles, find what quiet
// moments have left. (A share of the requests of a fixed window has nothing to give at its beginning, and forgets at its end: a heavy tail
// that uses nine tenths of its budget missed one second call of twenty, each of them a caller's two seconds.) Savings have an end, so that
// a good hour does not pay for a bad minute.
//
// A value of one machine word, to which time is handed in; hedge_budget.hpp shares one between threads.
#pragma once

#include <cstdint>
#include <optional>

#include "base/deadline.hpp"
#include "base/money.hpp"

namespace parley::routing {

/// No more is saved than so many requests have paid: 100 second calls at 20 %, 30 at 6 %.
inline constexpr std::uint32_t hedge_savings_requests_max = 500;
/// Where there was no second call for so long, one may be made that nobody has paid for: a target that is asked rarely would have none.
inline constexpr std::chrono::seconds hedge_free_after{10};

class HedgeSavings {
  public:
    constexpr HedgeSavings() = default;
    explicit constexpr HedgeSavings(std::uint64_t word) : word_(word) {}
    constexpr std::uint64_t word() const { return word_; }

    /// With one request more.
    HedgeSavings with_request() const;
    /// With one second call more; nullopt when it has not been paid for. `budget` is how many of all requests may be asked twice: 0, none
    /// ever.
    std::optional<HedgeSavings> with_hedge(TimePoint now, BasisPoints budget) const;

    bool operator==(const HedgeSavings&) const = default;

  private:
    // From the top: when the last second call was made, in tenths of a second (13 years of them; 0: never), and the requests that have
    // not paid for one yet, in hundredths.
    static constexpr int saved_bits = 32;

    HedgeSavings(std::uint64_t last_tenth, std::uint64_t saved) : word_(last_tenth << saved_bits | saved) {}
    std::uint64_t last_tenth() const { return word_ >> saved_bits; }
    std::uint64_t saved() const { return word_ & ((std::uint64_t{1} << saved_bits) - 1); }

    std::uint64_t word_ = 0;
};

}  // namespace parley::routing
