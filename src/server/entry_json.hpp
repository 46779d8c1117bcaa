// entry_json.hpp: an entry of the ledger as JSON, with everything that the tables hold of it.
#pragma once

#include <nlohmann/json.hpp>

#include "ledger/entry.hpp"

namespace parley::server {

/// Moments are texts in UTC to the microsecond, durations whole microseconds, money and prices (US dollars for a million tokens)
/// texts; null is what is not known, or was not there. docs/operations.md lists the names.
nlohmann::json json_of(const ledger::Entry& entry);

}  // namespace parley::server
