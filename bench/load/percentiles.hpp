// percentiles.hpp: what is said of many durations.
#pragma once

#include <string>
#include <vector>

#include "wire/clock.hpp"

namespace bench::load {

/// {"count":N,"p50":..,"p90":..,"p99":..,"p999":..,"max":..} in microseconds; null where there are no samples.
/// A percentile is the smallest sample that at least that share does not exceed (nearest rank). Sorts the samples.
std::string percentiles_json(std::vector<wire::Nanoseconds>& samples);

}  // namespace bench::load
