#include "cli/transcript_options.hpp"

namespace parley::cli {
namespace {

void add_place(CLI::App& command, TranscriptPlace& place) {
    command.add_option("--url", place.url, "The gateway (default $PARLEY_URL, else http://127.0.0.1:8080)")->type_name("URL");
    command.add_option("--key-file", place.key_file, "File that holds the key (default: $PARLEY_API_KEY)")->type_name("FILE");
    command.add_option("--data", place.data, "Data directory of the gateway to ask where neither URL nor key is stated")
        ->type_name("DIR")
        ->capture_default_str();
}

void add_put(CLI::App& transcript, TranscriptPutArguments& arguments, Chosen& chosen) {
    CLI::App& command = *transcript.add_subcommand("put", "Hand a transcript to the gateway, and print its id");
    command.footer("Example:\n  parley transcript put call.json\n  parley transcript put talk.vtt --id talk-17");
    command.add_option("FILE", arguments.file, "JSON of AssemblyAI, Deepgram or OpenAI, WebVTT or SubRip")->type_name("")->required();
    command.add_option("--id", arguments.id, "Its id, replacing what it stood for (default: a new one)")->type_name("ID");
    add_place(command, arguments.place);
    command.callback([&] { chosen = [&] { return run_transcript_put(arguments); }; });
}

void add_get(CLI::App& transcript, TranscriptGetArguments& arguments, Chosen& chosen) {
    CLI::App& command = *transcript.add_subcommand("get", "Print a transcript that the gateway keeps or can find");
    command.footer("Example:\n  parley transcript get talk-17 --format speakers_timestamps");
    command.add_option("ID", arguments.id, "Its id")->type_name("")->required();
    command.add_option("--format", arguments.format, "json, whole; or as a model reads it: text, speakers, speakers_timestamps")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"json", "text", "speakers", "speakers_timestamps"}))
        ->capture_default_str();
    add_place(command, arguments.place);
    command.callback([&] { chosen = [&] { return run_transcript_get(arguments); }; });
}

void add_show(CLI::App& transcript, TranscriptShowArguments& arguments, Chosen& chosen) {
    CLI::App& command = *transcript.add_subcommand("show", "Read a transcript at the terminal: speakers in colour, overlaps marked");
    command.footer("Example:\n  parley transcript show call.json\n  parley transcript show talk-17 | less -R");
    command.add_option("SOURCE", arguments.source, "A file, or the id of a transcript")->type_name("")->required();
    add_place(command, arguments.place);
    command.callback([&] { chosen = [&] { return run_transcript_show(arguments); }; });
}

void add_list(CLI::App& transcript, TranscriptListArguments& arguments, Chosen& chosen) {
    CLI::App& command = *transcript.add_subcommand("list", "Print which transcripts the gateway has of the account, the newest first");
    command.footer("Example:\n  parley transcript list --limit 50 --status error");
    command.add_option("--limit", arguments.limit, "How many at most")
        ->type_name("NUMBER")
        ->check(CLI::Range(std::size_t{1}, transcripts::listed_max))
        ->capture_default_str();
    command.add_option("--status", arguments.status, "Only those that are so far: queued, processing, completed, error")
        ->type_name("STATUS")
        ->check(CLI::IsMember({"queued", "processing", "completed", "error"}));
    add_place(command, arguments.place);
    command.callback([&] { chosen = [&] { return run_transcript_list(arguments); }; });
}

}  // namespace

void add_transcript(CLI::App& program, TranscriptArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("transcript", "Hand in, fetch, read and list transcripts");
    command.require_subcommand(1);
    add_put(command, arguments.put, chosen);
    add_get(command, arguments.get, chosen);
    add_show(command, arguments.show, chosen);
    add_list(command, arguments.list, chosen);
}

}  // namespace parley::cli
