// latency_weights.hpp: a target's share of the load by how soon it lately began to answer.
//
// What counts is the root mean square of the times to the first chunk: among a hundred answers at 200 ms three at two seconds move the mean
// by a quarter and the median not at all, but this by four fifths, and it is those three that callers remember. The share falls with its
// fourth power. So targets that are alike share like equals, one that is twice as slow is asked once in seventeen times, and no threshold
// lies between them, across which load could swing to and fro.
#pragma once

#include <optional>
#include <span>

#include "base/deadline.hpp"
#include "routing/plan.hpp"

namespace parley::routing {

/// Whoever is slow is asked all the same, once for so many times that the best one is: or nobody would notice that it has become quick.
inline constexpr std::uint32_t slowest_shares = 50;

/// Gives every offer a weight, so that those of a tier share their places by chance. What an operator said counts as before: the
/// weights that offers have (1 where none) are multiplied by what the latencies say.
///
/// burdens  of each offer's target, as LatencySketch::burden() has it; nothing: not known, and taken for as good as the best. Whoever
///          was doubted for being new would stay unknown beside a slow one that everybody knows.
void weigh_by_latency(std::span<Offer> offers, std::span<const std::optional<Duration>> burdens);

}  // namespace parley::routing
