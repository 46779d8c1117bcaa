// exit_code.hpp: what a command's exit status means, beside 0.
#pragma once

namespace parley::cli {

inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;          // as shells and GNU programs have it: the command line itself was wrong
inline constexpr int exit_interrupted = 130;  // 128 and SIGINT, as shells have it

}  // namespace parley::cli
