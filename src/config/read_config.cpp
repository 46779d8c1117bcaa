#include "config/read_config.hpp"

#include "config/core_count.hpp"
#include "config/cross_checks.hpp"
#include "config/hosts.hpp"
#include "config/reader.hpp"
#include "config/regular_file.hpp"
#include "config/tables.hpp"
#include "config/zero.hpp"

namespace parley::config {
namespace {

ConfigReading failed(ConfigProblem problem) {
    ConfigReading reading;
    reading.problems.push_back(std::move(problem));
    return reading;
}

/// A target without a region answers where its provider does.
void fill_in_regions(Config& config) {
    for (catalog::Model& model : config.models) {
        for (catalog::Target& target : model.targets) {
            if (target.region.empty()) target.region = config.providers.at(target.provider).region;
        }
    }
}

ConfigReading read(std::string_view text, const std::string& name, const Environment& environment,
                   bool world_readable) {
    YamlReading yaml = read_yaml(text);
    if (yaml.fault) {
        const YamlFault& fault = *yaml.fault;
        return failed({name, fault.mark.line, fault.mark.column, "", fault.message, fault.hint});
    }
    Config config;
    Reader reader(name, environment);
    read_mapping(reader, yaml.root, config_table(), config);
    check_together(reader, yaml.root, config);
    settle_hosts(reader, yaml.root, environment, config);
    if (world_readable && reader.has_literal_secret()) {
        reader.warn(Mark{}, "holds secrets and can be read by everyone on this machine");
    }
    ConfigReading reading{
        .config = std::nullopt, .problems = reader.take_problems(), .warnings = reader.take_warnings()};
    if (!reading.problems.empty()) return reading;
    fill_in_regions(config);
    if (config.threads == 0) config.threads = core_count();
    if (config.providers.empty()) add_environment_providers(config, environment, reading);
    if (reading.problems.empty()) reading.config = std::move(config);
    return reading;
}

}  // namespace

ConfigReading read_config_text(std::string_view text, const std::string& name, const Environment& environment) {
    return read(text, name, environment, false);
}

ConfigReading read_config_file(const std::string& path, const Environment& environment) {
    const FileReading file = read_regular_file(path, file_bytes_max);
    if (!file.fault.empty()) return failed({path, 0, 0, "", file.fault, ""});
    return read(file.text, path, environment, file.world_readable);
}

}  // namespace parley::config
