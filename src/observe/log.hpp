// log.hpp: lines for the operator, on standard error.
//
// Written by a thread of its own from a bounded queue: when nobody reads the log, lines are dropped, never requests held
// up. Nothing that a caller or a provider wrote is ever logged: names, ids, sizes and classes only.
#pragma once

#include <cstdint>
#include <string>

namespace parley::observe {

enum class Level : std::uint8_t { debug, info, warning, error };

/// Starts the log's thread. Before it, and after close_log(), lines are dropped. Once per process.
void open_log(Level least);
/// Changes what is worth a line. Thread-safe.
void set_log_level(Level least);
/// Writes what is queued and ends the thread.
void close_log();

/// Thread-safe; never waits.
void log(Level level, const std::string& line);

}  // namespace parley::observe
