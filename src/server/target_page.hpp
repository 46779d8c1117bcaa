// target_page.hpp: how the targets of the configuration are, for operators and for Prometheus.
#pragma once

#include <string>

#include "base/deadline.hpp"
#include "exchange/snapshot.hpp"

namespace parley::server {

/// {"targets":[{"provider","model","region","models":[..],"breaker","times_opened",...}]}: every target once, by provider and model.
std::string print_targets(const exchange::Snapshot& snapshot, TimePoint now);

/// Appends the families of the targets in Prometheus' text format. Targets that were never in trouble, and that nobody asked lately,
/// are left out: a catalogue has hundreds.
void append_target_metrics(std::string& out, const exchange::Snapshot& snapshot, TimePoint now);

}  // namespace parley::server
