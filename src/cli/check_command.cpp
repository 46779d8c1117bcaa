#include "cli/check_command.hpp"

#include <cstdio>

#include "config/read_config.hpp"

namespace parley::cli {
namespace {

void print_line(const std::string& line) {
    std::printf("%s\n", line.c_str());
}

std::string counted(std::size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

int run_check(const CheckArguments& arguments) {
    const config::ConfigReading reading = config::read_config_file(arguments.config, config::process_environment());
    for (const std::string& warning : reading.warnings)
        print_line("warning: " + warning);
    for (const config::ConfigProblem& problem : reading.problems)
        print_line(to_text(problem));
    if (!reading.config) return 1;
    print_line("ok: " + counted(reading.config->models.size(), "model") + ", " +
               counted(reading.config->providers.size(), "provider"));
    return 0;
}

}  // namespace parley::cli
