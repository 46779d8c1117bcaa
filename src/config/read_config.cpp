#include "config/read_config.hpp"

#include "config/core_count.hpp"
#include "config/cross_checks.hpp"
#include "config/hosts.hpp"
#include "config/listeners.hpp"
#include "config/reader.hpp"
#include "config/regular_file.hpp"
#include "config/served_models.hpp"
#include "config/tables.hpp"
#include "config/zero.hpp"

namespace parley::config {
namespace {

ConfigReading failed(ConfigProblem problem) {
    ConfigReading reading;
    reading.problems.push_back(std::move(problem));
    return reading;
}

/// `models` means something else where the built-in ones are switched off, wherever in the file that stands. What is wrong with
/// the value is said when its turn comes.
Catalog read_catalog_first(const Node& root, const std::string& name, const Environment& environment) {
    Config config;
    Reader reader(name, environment);
    if (const Node* node = root.find("catalog")) find_field(config_table(), "catalog")->read(reader, *node, config);
    return config.catalog;
}

/// A start that would answer nothing but errors is refused.
std::optional<ConfigProblem> check_served(const Config& config, const std::string& name, Mark mark) {
    if (!config.models.empty()) return std::nullopt;
    if (config.catalog == Catalog::none) {
        return ConfigProblem{name, mark.line, mark.column, "models", "is missing: `providers` needs at least one model", ""};
    }
    return ConfigProblem{name,
                         mark.line,
                         mark.column,
                         "models",
                         "is missing: no built-in model is served by one of `providers`",
                         "list models, or name a provider like the host that it is: openai, groq, ..."};
}

ConfigReading read(std::string_view text, const std::string& name, const Environment& environment, bool world_readable) {
    YamlReading yaml = read_yaml(text);
    if (yaml.fault) {
        const YamlFault& fault = *yaml.fault;
        return failed({name, fault.mark.line, fault.mark.column, "", fault.message, fault.hint});
    }
    Config config;
    Reader reader(name, environment);
    config.catalog = read_catalog_first(yaml.root, name, environment);
    read_mapping(reader, yaml.root, config_table(), config);
    check_together(reader, yaml.root, config);
    settle_hosts(reader, yaml.root, environment, config);
    if (world_readable && reader.has_literal_secret()) {
        reader.warn(Mark{}, "holds secrets and can be read by everyone on this machine");
    }
    ConfigReading reading{
        .config = std::nullopt, .problems = reader.take_problems(), .warnings = reader.take_warnings(), .sources = reader.take_files()};
    if (config.tls) {
        for (const std::string& file : {config.tls->certificate, config.tls->key}) reading.sources.push_back({file, version_of(file)});
    }
    if (!reading.problems.empty()) return reading;
    fill_in_listeners(config);
    if (config.threads == 0) config.threads = core_count();
    if (config.providers.empty()) add_environment_providers(config, environment, reading);
    serve_models(config, reading.warnings);
    if (auto problem = check_served(config, name, yaml.root.mark)) reading.problems.push_back(std::move(*problem));
    if (reading.problems.empty()) reading.config = std::move(config);
    return reading;
}

}  // namespace

ConfigReading read_config_text(std::string_view text, const std::string& name, const Environment& environment) {
    return read(text, name, environment, false);
}

ConfigReading read_config_file(const std::string& path, const Environment& environment) {
    const FileReading file = read_regular_file(path, file_bytes_max);
    ConfigReading reading =
        file.fault.empty() ? read(file.text, path, environment, file.world_readable) : failed({path, 0, 0, "", file.fault, ""});
    reading.sources.insert(reading.sources.begin(), {path, file.version});
    return reading;
}

}  // namespace parley::config
