// merge.hpp: two accounts of one request or attempt: which stands. Whatever the order in which records come, the same is left.
#pragma once

#include <optional>
#include <vector>

#include "ledger/entry.hpp"

namespace parley::ledger {

/// Puts the attempt in its place by number. One that has ended stands; before that, the later account counts.
void put_attempt(std::vector<Attempt>& attempts, Attempt attempt);

/// What is to be known of a request after `news` of it; empty when it is nothing new. A finished request never changes, an
/// interrupted one gives way to its end, and two interrupted ones make one that knows what both know. Settled.
std::optional<Entry> with_news(Entry known, const Entry& news);

}  // namespace parley::ledger
