#include "ledger/merge.hpp"

#include <algorithm>
#include <utility>

namespace parley::ledger {

void put_attempt(std::vector<Attempt>& attempts, Attempt attempt) {
    const auto at = std::lower_bound(attempts.begin(), attempts.end(), attempt.number,
                                     [](const Attempt& one, std::uint32_t number) { return one.number < number; });
    if (at == attempts.end() || at->number != attempt.number) {
        if (attempts.size() < attempts_max) attempts.insert(at, std::move(attempt));
    } else if (at->outcome == Outcome::interrupted) {
        *at = std::move(attempt);
    }
}

std::optional<Entry> with_news(Entry known, const Entry& news) {
    if (known.outcome != Outcome::interrupted) return std::nullopt;
    if (news.outcome != Outcome::interrupted) return news;
    Entry merged = known;
    // An attempt's record that was read without the open before it knows the request's id alone.
    if (merged.opening.began == 0) merged.opening = news.opening;
    for (const Attempt& attempt : news.attempts) put_attempt(merged.attempts, attempt);
    settle(merged);
    if (merged == known) return std::nullopt;
    return merged;
}

}  // namespace parley::ledger
