// script.hpp: how a stream is paced. The model's name says it, because that is what every gateway passes on.
#pragma once

#include <string_view>

#include "wire/clock.hpp"

namespace bench::upstream {

/// After its first chunk a stream sends `steps` times `events_per_step` events in one write, one step each `interval`.
struct Script {
    wire::Nanoseconds interval = 0;
    unsigned steps = 1;
    unsigned events_per_step = 16;
    bool idle = false;  // two events, then one more at each GET /release, and the end at GET /finish
};

inline constexpr unsigned events_per_step_max = 256;

/// paced-M-N   N events, one each M milliseconds
/// burst-E-N   N bursts of E events (at most events_per_step_max), one burst each 5 ms
/// idle        see Script::idle
/// any other   16 events at once
Script script_for(std::string_view model);

/// Whether the body of a chat completion asks for a stream, and the model it names (empty if none). Both by a search
/// for the key: the bodies come from our own load generators, whose texts contain neither.
bool wants_stream(std::string_view body);
std::string_view model_in(std::string_view body);

}  // namespace bench::upstream
