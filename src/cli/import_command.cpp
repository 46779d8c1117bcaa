#include "cli/import_command.hpp"

#include <cstdio>

#include "config/import_litellm.hpp"
#include "config/regular_file.hpp"
#include "config/yaml.hpp"

namespace parley::cli {
namespace {

config::LitellmImport import_file(const std::string& path) {
    const config::FileReading file = config::read_regular_file(path, config::file_bytes_max);
    if (file.fault.empty()) return config::import_litellm(file.text, path);
    return {.yaml = {}, .problems = {{path, 0, 0, "", file.fault, ""}}, .notes = {}};
}

}  // namespace

int run_import_litellm(const ImportArguments& arguments) {
    const config::LitellmImport imported = import_file(arguments.file);
    for (const config::ConfigProblem& problem : imported.problems) std::fprintf(stderr, "%s\n", to_text(problem).c_str());
    if (!imported.problems.empty()) return 1;
    for (const std::string& note : imported.notes) std::fprintf(stderr, "note: %s\n", note.c_str());
    std::printf("%s", imported.yaml.c_str());
    return 0;
}

}  // namespace parley::cli
