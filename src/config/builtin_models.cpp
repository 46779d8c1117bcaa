#include "config/builtin_models.hpp"

#include <algorithm>
#include <optional>

#include "catalog/builtin_files.hpp"
#include "config/field_types.hpp"
#include "config/tables.hpp"

namespace parley::config {
namespace {

struct CatalogueFile {
    std::vector<catalog::Model> models;
};

const Table<CatalogueFile>& catalogue_file_table() {
    static const Table<CatalogueFile> table{
        required(list_field("models", &CatalogueFile::models, model_table(), {0, models_max}, "The models of a family.")),
    };
    return table;
}

void append_file(BuiltinModels& into, const catalog::BuiltinFile& file) {
    const std::string name = "catalog/" + std::string(file.name);
    const YamlReading yaml = read_yaml(file.text);
    if (yaml.fault) {
        const YamlFault& fault = *yaml.fault;
        into.problems.push_back({name, fault.mark.line, fault.mark.column, "", fault.message, fault.hint});
        return;
    }
    const Environment nothing = [](std::string_view) { return std::optional<std::string>(); };
    Reader reader(name, nothing);
    CatalogueFile read;
    read_mapping(reader, yaml.root, catalogue_file_table(), read);
    std::vector<ConfigProblem> problems = reader.take_problems();
    std::move(problems.begin(), problems.end(), std::back_inserter(into.problems));
    std::move(read.models.begin(), read.models.end(), std::back_inserter(into.models));
}

BuiltinModels read_all() {
    BuiltinModels all;
    for (const catalog::BuiltinFile& file : catalog::builtin_files()) {
        if (file.name.starts_with("models")) append_file(all, file);
    }
    return all;
}

}  // namespace

const BuiltinModels& builtin_models() {
    static const BuiltinModels all = read_all();
    return all;
}

const catalog::Model* find_builtin_model(std::string_view id) {
    const std::vector<catalog::Model>& models = builtin_models().models;
    const auto found = std::find_if(models.begin(), models.end(), [id](const catalog::Model& model) { return model.id == id; });
    return found == models.end() ? nullptr : &*found;
}

}  // namespace parley::config
