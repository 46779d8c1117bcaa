// inspection.hpp: the routes by which a test asks a simulated upstream what it saw and tells it what to do next.
//
//     GET    /sim/requests[?last=N]   what was received, oldest first
//     DELETE /sim/requests            forget it, and every count of fail_first
//     GET    /sim/state               {"open":0,"total":0,"caller_left":0}
//     POST   /sim/script              replace the script (script.hpp), which begins now; all of it, or nothing when it has a mistake
#pragma once

#include <string_view>

#include "http/request_head.hpp"
#include "http/server_exchange.hpp"
#include "simulate/recorder.hpp"
#include "simulate/script.hpp"

namespace parley::simulate {

inline constexpr std::size_t script_bytes_max = 1024 * 1024;

inline bool is_inspection(std::string_view path) { return path.starts_with("/sim/"); }

/// now  since the simulator started
http::Response answer_inspection(const http::RequestHead& head, std::string_view body, Recorder& recorder, Script& script, Duration now);

}  // namespace parley::simulate
