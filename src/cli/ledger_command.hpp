// ledger_command.hpp: `parley ledger`: whether the books are right, and everything that stands in them.
#pragma once

#include <optional>
#include <string>

namespace parley::cli {

struct LedgerVerifyArguments {
    std::string data = "./parley-data";  // the data directory
    bool json = false;
};

struct LedgerExportArguments {
    std::string data = "./parley-data";
    std::optional<std::string> since;  // server/usage_question.hpp says what may stand in these
    std::optional<std::string> until;
};

/// Every frame of the journal, the database's own structure, every entry's costs and check, and the totals of every minute, hour and day. A
/// line for each of the four and for each fault, with its place. The process's exit code: 0, or 1 with a fault or with a reason on standard
/// error.
int run_ledger_verify(const LedgerVerifyArguments& arguments);

/// JSON Lines to standard output: each entry with its attempts, the newest first. 0, or 1 with the reason on standard error.
int run_ledger_export(const LedgerExportArguments& arguments);

}  // namespace parley::cli
