// chat_command.hpp: `parley chat`: a question to a model, or a talk with it, at a terminal.
#pragma once

#include <string>

#include "cli/ask_arguments.hpp"

namespace parley::cli {

struct ChatArguments : AskArguments {
    std::string model;
    bool interactive = false;                              // also without: a terminal, and no prompt
    std::optional<std::string> transcript = std::nullopt;  // a file, or else an id
    std::string transcript_format = "speakers";
};

/// Asks a running gateway and prints the answer as it comes; what it took goes to standard error. The process's exit code: 0;
/// 1 when the gateway reports an error or cannot be reached (of several turns, the last); 2 for arguments that cannot be used;
/// 130 when Ctrl-C ended the only answer. A reader that goes away ends it quietly.
int run_chat(const ChatArguments& arguments);

}  // namespace parley::cli
