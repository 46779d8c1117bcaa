// usage_question.hpp: what people write when they ask for usage, and what it means. One reading for the command line, the control
// socket and both HTTP listeners.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/wall_clock.hpp"
#include "ledger/usage_report.hpp"

namespace parley::server {

/// As they were written. A text that is not there asks for nothing.
struct UsageWords {
    std::optional<std::string> by = {};     // "day,model"; without it, by model
    std::optional<std::string> since = {};  // a moment of calendar_date.hpp, or how long ago: "7d", "12h"
    std::optional<std::string> until = {};  // the same; not included
    std::optional<std::string> account = {};
    std::optional<std::string> key = {};
    std::optional<std::string> model = {};
};

struct UsageQuestion {
    std::vector<ledger::UsageBy> by = {ledger::UsageBy::model};
    ledger::EntryFilter filter = {};
};

/// Errors: ErrorKind::bad_request with a sentence for each word that cannot be meant, which begins with its name.
Result<UsageQuestion> read_usage_question(const UsageWords& words, UnixSeconds now);

/// The time that is meant, alone. What is wrong is added to `problems`.
ledger::EntryFilter read_time(const UsageWords& words, UnixSeconds now, std::vector<std::string>& problems);

}  // namespace parley::server
