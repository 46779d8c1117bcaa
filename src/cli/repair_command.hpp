// repair_command.hpp: `parley repair`: text that is almost JSON from standard input, JSON to standard output.
#pragma once

#include <string>
#include <string_view>

namespace parley::cli {

struct RepairArguments {
    bool lines = false;   // many texts: a line {"broken": "..."} each, and a line of answer for each
    bool stream = false;  // write whatever is certain while the text still arrives
    bool mends = false;   // say on standard error what was wrong, and where
};

/// The process's exit code: 0, or 1 for a text with no JSON in it. With `lines` each answer says that for itself, and the code is 0.
int run_repair(const RepairArguments& arguments);

/// The answer to one line of `--lines`, without its line end: {"ok":true,"json":<value>} or {"ok":false,"error":"..."}.
std::string repair_line(std::string_view line);

}  // namespace parley::cli
