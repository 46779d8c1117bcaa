// transcript_command.hpp: `parley transcript`: hand a transcript to a running gateway, get it back, read it, see which there are.
#pragma once

#include <optional>
#include <string>

#include "cli/ask_arguments.hpp"
#include "transcripts/transcript_list.hpp"

namespace parley::cli {

/// Which gateway: as for `chat`.
struct TranscriptPlace {
    std::optional<std::string> url = std::nullopt;
    std::optional<std::string> key_file = std::nullopt;
    std::string data = "./parley-data";
};

struct TranscriptPutArguments {
    TranscriptPlace place;
    std::string file;
    std::optional<std::string> id = std::nullopt;  // else the gateway makes one
};

struct TranscriptGetArguments {
    TranscriptPlace place;
    std::string id;
    std::string format = "json";  // json: the whole document; else a rendering
};

struct TranscriptShowArguments {
    TranscriptPlace place;
    std::string source;  // a file, or else an id
};

struct TranscriptListArguments {
    TranscriptPlace place;
    std::size_t limit = transcripts::listed_usual;
    std::optional<std::string> status = std::nullopt;
};

/// Prints the id. Exit codes of all four: 0, exit_usage for what cannot be asked, exit_failed for what the gateway refused.
int run_transcript_put(const TranscriptPutArguments& arguments);
int run_transcript_get(const TranscriptGetArguments& arguments);
int run_transcript_show(const TranscriptShowArguments& arguments);
int run_transcript_list(const TranscriptListArguments& arguments);

/// The text of a file that holds a transcript of any form, as JSON of AssemblyAI's shape. Errors name the file, and the field.
Result<std::string> transcript_file_as_json(const std::string& path);

/// A file of that name is there.
bool is_file(const std::string& path);

}  // namespace parley::cli
