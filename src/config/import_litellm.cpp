#include "config/import_litellm.hpp"

#include "config/litellm_reader.hpp"
#include "config/read_config.hpp"
#include "config/zero.hpp"

namespace parley::config {
namespace {

/// Nothing of the file is put in while it is read; variables are carried over by name.
Environment no_environment() {
    return [](std::string_view) { return std::nullopt; };
}

/// Stands for any variable in the check of what was made: it will do as a key and as an address, but not as a region.
Environment any_environment() {
    return [](std::string_view name) {
        return name == aws_region_variable ? std::nullopt : std::optional<std::string>("https://placeholder.example");
    };
}

// A target without a region serves nobody who does not ask for it (docs/configuration.md): that must not come as a surprise.
void note_regions(ImportedConfig& imported) {
    for (const ImportedProvider& provider : imported.providers) {
        if (!provider.region.empty()) continue;
        imported.lost.push_back(imported.source + ": providers." + provider.name +
                                ": LiteLLM states no region: until `region: us` or `region: eu` stands here, its models serve "
                                "only requests with `model_region: global`");
    }
}

std::vector<std::string> all_notes(const ImportedConfig& imported) {
    std::vector<std::string> notes;
    for (const ImportedModel& model : imported.models) notes.insert(notes.end(), model.lost.begin(), model.lost.end());
    notes.insert(notes.end(), imported.lost.begin(), imported.lost.end());
    return notes;
}

LitellmImport failed(std::vector<ConfigProblem> problems) { return {.yaml = {}, .problems = std::move(problems), .notes = {}}; }

}  // namespace

LitellmImport import_litellm(std::string_view text, const std::string& name) {
    const YamlReading yaml = read_yaml(text);
    if (yaml.fault) {
        const YamlFault& fault = *yaml.fault;
        return failed({{name, fault.mark.line, fault.mark.column, "", fault.message, fault.hint}});
    }
    const Environment environment = no_environment();
    Reader reader(name, environment);
    ImportedConfig imported;
    imported.source = name;
    if (reader.expect(yaml.root, Node::Kind::mapping)) {
        LitellmReader litellm(reader, imported);
        const Node* models = yaml.root.find("model_list");
        if (!models) reader.problem(yaml.root.mark, "has no model_list: this is no configuration of a LiteLLM proxy");
        if (models) litellm.read_model_list(*models);
        litellm.read_settings(yaml.root);
    }
    auto problems = reader.take_problems();
    if (!problems.empty()) return failed(std::move(problems));
    note_regions(imported);
    LitellmImport done{.yaml = print(imported), .problems = {}, .notes = all_notes(imported)};
    ConfigReading check = read_config_text(done.yaml, name + ", carried over", any_environment());
    if (!check.config) return failed(std::move(check.problems));
    return done;
}

}  // namespace parley::config
