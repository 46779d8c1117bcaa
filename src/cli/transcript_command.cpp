#include "cli/transcript_command.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

#include "cli/exit_code.hpp"
#include "cli/transcript_listing.hpp"
#include "cli/transcript_screen.hpp"
#include "client/caller.hpp"
#include "json/document.hpp"
#include "terminal/stream.hpp"
#include "terminal/visible.hpp"
#include "transcripts/import.hpp"
#include "transcripts/kept_document.hpp"
#include "transcripts/placement.hpp"
#include "transcripts/render.hpp"

namespace parley::cli {
namespace {

constexpr std::size_t file_bytes_max = 64u << 20;

Error wrong(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

int complain(const Error& error, int exit_code) {
    std::string message = error.message;
    for (const std::string& problem : error.problems) message += ": " + problem;
    std::fprintf(stderr, "parley: %s\n", terminal::visible_line(message).c_str());
    return exit_code;
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || !is_file(path)) return wrong(path + ": cannot be read");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.size() > file_bytes_max) return wrong(path + ": is larger than 64 MiB");
    return text;
}

/// Why the gateway gives nothing: its one text.
Error refused(const client::PlainAnswer& answer) {
    json::Document document;
    const json::Value why = document.parse(answer.body) ? json::Value() : document.root().find("error");
    if (why.is(json::Kind::string)) return wrong(why.string());
    const json::Value message = why ? why.find("message") : json::Value();
    return wrong(message.is(json::Kind::string) ? message.string() : "the gateway answered with status " + std::to_string(answer.status));
}

/// One request to the gateway; the body of its answer.
Result<std::string> ask(const TranscriptPlace& place, client::PlainCall call) {
    AskArguments asked;
    asked.url = place.url;
    asked.key_file = place.key_file;
    asked.data = place.data;
    Result<client::Gateway> gateway = gateway_of(asked, config::process_environment());
    if (!gateway) return gateway.error();
    client::Caller caller(std::move(*gateway));
    client::PlainAnswer answer;
    caller.run(caller.call(std::move(call), answer));
    if (answer.failure) return wrong(answer.failure->message);
    if (answer.status != 200) return refused(answer);
    return std::move(answer.body);
}

Result<std::string> get(const TranscriptPlace& place, const std::string& id) {
    if (!transcripts::is_transcript_id(id)) return wrong(id + ": is neither a file nor the id of a transcript");
    return ask(place, {"GET", "/v2/transcript/" + id});
}

}  // namespace

bool is_file(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

Result<std::string> transcript_file_as_json(const std::string& path) {
    Result<std::string> text = read_file(path);
    if (!text) return text;
    Result<transcripts::KeptDocument> document = transcripts::kept_document(*text, "file");
    if (document) return std::move(document->json);
    Error error = document.error();
    error.message = path + ": " + error.message;
    return error;
}

int run_transcript_put(const TranscriptPutArguments& arguments) {
    Result<std::string> json = transcript_file_as_json(arguments.file);
    if (!json) return complain(json.error(), exit_usage);
    if (arguments.id && !transcripts::is_transcript_id(*arguments.id)) {
        return complain(wrong("--id: must be 1 to 64 letters, digits, '-' and '_'"), exit_usage);
    }
    client::PlainCall call{"POST", "/v2/transcript", std::move(*json)};
    if (arguments.id) call = {"PUT", "/v2/transcript/" + *arguments.id, std::move(call.body)};
    const Result<std::string> kept = ask(arguments.place, std::move(call));
    if (!kept) return complain(kept.error(), exit_failed);
    json::Document document;
    const std::string id = document.parse(*kept) ? "" : document.root().find("id").string();
    std::printf("%s\n", terminal::visible_line(id).c_str());
    return 0;
}

int run_transcript_get(const TranscriptGetArguments& arguments) {
    const Result<std::string> document = get(arguments.place, arguments.id);
    if (!document) return complain(document.error(), exit_failed);
    terminal::Output output(STDOUT_FILENO);
    if (arguments.format == "json") {
        output.write(*document + "\n");
        return 0;
    }
    const Result<transcripts::Transcript> read = transcripts::import_assemblyai(*document);
    if (!read) return complain(read.error(), exit_failed);
    const Result<std::string> rendering = transcripts::render(*read, *transcripts::form_named(arguments.format));
    if (!rendering) return complain(rendering.error(), exit_failed);
    output.write(*rendering + "\n");
    return 0;
}

int run_transcript_show(const TranscriptShowArguments& arguments) {
    const bool here = is_file(arguments.source);
    const Result<std::string> json = here ? transcript_file_as_json(arguments.source) : get(arguments.place, arguments.source);
    if (!json) return complain(json.error(), here ? exit_usage : exit_failed);
    const Result<transcripts::Transcript> read = transcripts::import_assemblyai(*json);
    if (!read) return complain(read.error(), exit_failed);
    const bool colours = terminal::takes_colours(STDOUT_FILENO, config::process_environment());
    terminal::Output output(STDOUT_FILENO);
    output.write(print_talk(*read, colours));
    return 0;
}

int run_transcript_list(const TranscriptListArguments& arguments) {
    std::string path = "/v2/transcript?limit=" + std::to_string(arguments.limit);
    if (arguments.status) path += "&status=" + *arguments.status;
    const Result<std::string> page = ask(arguments.place, {"GET", std::move(path)});
    if (!page) return complain(page.error(), exit_failed);
    const Result<std::string> listing = print_listing(*page);
    if (!listing) return complain(listing.error(), exit_failed);
    terminal::Output output(STDOUT_FILENO);
    output.write(*listing);
    return 0;
}

}  // namespace parley::cli
