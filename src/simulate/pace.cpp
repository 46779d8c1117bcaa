#include "simulate/pace.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "simulate/option_values.hpp"

namespace parley::simulate {
namespace {

constexpr std::uint64_t parts = 1'000'000;

/// Uniform in (0, 1].
double uniform(Random& random) { return static_cast<double>(random.below(parts) + 1) / static_cast<double>(parts); }

/// Of mean 0 and variance 1. Source: Box & Muller, "A note on the generation of random normal deviates".
double normal(Random& random) {
    const double radius = std::sqrt(-2 * std::log(uniform(random)));
    return radius * std::cos(2 * std::numbers::pi * uniform(random));
}

}  // namespace

Duration draw_first(const Pace& pace, Random random) {
    if (!pace.varies()) return pace.first;
    const bool is_late = uniform(random) <= pace.tail;
    const double factor = std::exp(pace.sigma * normal(random)) * (is_late ? pace.tail_by : 1);
    const std::chrono::duration<double> drawn = std::chrono::duration<double>(pace.first) * factor;
    return std::chrono::duration_cast<Duration>(std::min<std::chrono::duration<double>>(drawn, duration_max));
}

Duration Schedule::next(std::size_t tokens) {
    if (tokens == 0) return now_;
    if (began_) now_ += gap(tokens);
    began_ = true;
    return now_;
}

Duration Schedule::whole(std::size_t tokens) {
    now_ += gap(tokens);
    return now_;
}

Duration Schedule::gap(std::size_t tokens) {
    if (pace_.tokens_per_second <= 0) return Duration(0);
    const double draw = static_cast<double>(random_.below(2 * parts + 1)) / parts - 1;  // -1..1
    const double seconds = static_cast<double>(tokens) / pace_.tokens_per_second * (1 + pace_.jitter * draw);
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace parley::simulate
