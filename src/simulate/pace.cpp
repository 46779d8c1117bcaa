#include "simulate/pace.hpp"

namespace parley::simulate {

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
    constexpr std::uint64_t parts = 1'000'000;
    const double draw = static_cast<double>(random_.below(2 * parts + 1)) / parts - 1;  // -1..1
    const double seconds = static_cast<double>(tokens) / pace_.tokens_per_second * (1 + pace_.jitter * draw);
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace parley::simulate
