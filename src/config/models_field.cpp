#include "config/models_field.hpp"

#include "config/builtin_models.hpp"
#include "config/tables.hpp"

namespace parley::config {
namespace {

const catalog::Model* builtin_of(const Node& item, const Config& config) {
    if (config.catalog == Catalog::none) return nullptr;
    const Node* id = item.find("id");
    return id ? find_builtin_model(id->scalar) : nullptr;
}

void read_model(Reader& reader, const Node& item, Config& config) {
    catalog::Model& model = config.models.emplace_back();
    const catalog::Model* builtin = builtin_of(item, config);
    if (builtin) model = *builtin;
    model.targets.clear();
    read_mapping(reader, item, model_table(), model);
    if (builtin || item.kind != Node::Kind::mapping || item.find("targets")) return;
    const Reader::Step step = reader.into("targets");
    reader.problem(item.mark, "is missing");
}

}  // namespace

Field<Config> models_field() {
    const std::string bounds = "1 to " + std::to_string(models_max);
    return {{.name = "models",
             .type = "list of mappings, " + bounds,
             .fallback = "the built-in ones",
             .about = "What callers may ask for, beside the built-in models and over them."},
            [bounds](Reader& reader, const Node& node, Config& config) {
                if (!reader.expect(node, Node::Kind::sequence)) return;
                if (node.items.empty() || node.items.size() > models_max) {
                    reader.problem(node.mark, "must have " + bounds + " entries");
                }
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Step step = reader.at(i);
                    read_model(reader, node.items[i], config);
                }
            }};
}

}  // namespace parley::config
