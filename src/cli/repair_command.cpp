#include "cli/repair_command.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <iostream>

#include "cli/exit_code.hpp"
#include "json/document.hpp"
#include "json/write.hpp"
#include "openai/compact.hpp"
#include "postprocess/json_repair/repair.hpp"
#include "postprocess/json_repair/stream_repair.hpp"

namespace parley::cli {
namespace {

namespace json_repair = postprocess::json_repair;

/// The next bytes of standard input; nothing at its end.
std::string_view read_some(std::array<char, 64 * 1024>& buffer) {
    ssize_t count = -1;
    do count = read(STDIN_FILENO, buffer.data(), buffer.size());
    while (count < 0 && errno == EINTR);
    return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

void write_now(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void print_mends(const json_repair::Mends& mends) {
    for (const json_repair::Mend& mend : mends.first()) {
        std::fprintf(stderr, "byte %llu: %s\n", static_cast<unsigned long long>(mend.offset), to_string(mend.kind).data());
    }
    if (mends.size() > mends.first().size()) std::fprintf(stderr, "and %zu more\n", mends.size() - mends.first().size());
}

int refuse(json_repair::RepairFault fault) {
    std::fprintf(stderr, "parley: %s\n", describe(fault).data());
    return exit_failed;
}

int repair_whole(const RepairArguments& arguments) {
    std::array<char, 64 * 1024> buffer;
    std::string text;
    for (std::string_view bytes = read_some(buffer); !bytes.empty(); bytes = read_some(buffer)) text += bytes;
    const json_repair::Repair repair = json_repair::repair(text);
    if (arguments.mends) print_mends(repair.mends);
    if (!repair) return refuse(*repair.fault);
    write_now(repair.text);
    if (repair.text.back() != '\n') write_now("\n");
    return 0;
}

int repair_stream(const RepairArguments& arguments) {
    std::array<char, 64 * 1024> buffer;
    std::string out;
    json_repair::StreamRepair repair;
    for (std::string_view bytes = read_some(buffer); !bytes.empty(); bytes = read_some(buffer)) {
        out.clear();
        repair.feed(bytes, out);
        write_now(out);
    }
    out.clear();
    const auto fault = repair.finish(out);
    if (arguments.mends) print_mends(repair.mends());
    if (fault) return refuse(*fault);
    write_now(out + "\n");
    return 0;
}

int repair_lines() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        if (!line.empty()) write_now(repair_line(line) + "\n");
    }
    return 0;
}

std::string failure(std::string_view why) {
    std::string answer;
    json::ObjectWriter object(answer);
    object.boolean("ok", false);
    object.string("error", why);
    object.close();
    return answer;
}

}  // namespace

std::string repair_line(std::string_view line) {
    json::Document document;
    const json::ParseOptions options{.allow_lone_surrogates = true};
    if (const json::ParseError error = document.parse(line, options)) return failure("the line is not JSON: " + describe(error));
    const json::Value broken = document.root().find("broken");
    if (!broken.is(json::Kind::string)) return failure("the line is not an object with a string `broken`");
    const json_repair::Repair repair = json_repair::repair(broken.string());
    if (!repair) return failure(describe(*repair.fault));
    std::string answer;
    json::ObjectWriter object(answer);
    object.boolean("ok", true);
    openai::append_compact(object.key("json"), repair.text);
    object.close();
    return answer;
}

int run_repair(const RepairArguments& arguments) {
    if (arguments.lines) return repair_lines();
    return arguments.stream ? repair_stream(arguments) : repair_whole(arguments);
}

}  // namespace parley::cli
