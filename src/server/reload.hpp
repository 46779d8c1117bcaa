// reload.hpp: what a running gateway can take from another configuration, and what it cannot.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"

namespace parley::server {

/// What became of a reload.
enum class ReloadResult {
    applied,
    unchanged,  // it says what is in force already
    refused,    // it has mistakes: what is in force stays
};

/// Sockets, threads and the data directory are made at the start. Gives `wanted` the values of `running` for them, and
/// returns a line for each that was wanted otherwise. A listener's region and hosts may change; its address may not.
std::vector<std::string> keep_what_needs_a_restart(const config::Config& running, config::Config& wanted);

}  // namespace parley::server
