// transcript_options.hpp: the command line of `parley transcript`. With main.cpp one of the files that see CLI11.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/transcript_command.hpp"
#include "cli/usage_options.hpp"

namespace parley::cli {

struct TranscriptArguments {
    TranscriptPutArguments put;
    TranscriptGetArguments get;
    TranscriptShowArguments show;
    TranscriptListArguments list;
};

void add_transcript(CLI::App& program, TranscriptArguments& arguments, Chosen& chosen);

}  // namespace parley::cli
