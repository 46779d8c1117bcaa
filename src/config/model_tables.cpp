// model_tables.cpp: the tables of `models` and of their targets.
#include "config/field_types.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {
namespace {

/// A list of the parameters' names, as the public API calls them.
Field<catalog::Model> supported_parameters_field() {
    return {{.name = "supported_parameters",
             .type = "list of names, 1 to " + std::to_string(supported_parameters_max),
             .fallback = "everything is passed on",
             .about = "What the model can be asked: `[max_tokens, temperature, stream, tools]`."},
            [](Reader& reader, const Node& node, catalog::Model& model) {
                if (!reader.expect(node, Node::Kind::sequence)) return;
                if (node.items.empty() || node.items.size() > supported_parameters_max) {
                    reader.problem(node.mark,
                                   "must have 1 to " + std::to_string(supported_parameters_max) + " entries");
                }
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Step step = reader.at(i);
                    auto name = reader.text(node.items[i], name_bytes_max);
                    if (!name) continue;
                    if (auto fault = check_name(*name)) {
                        reader.problem(node.items[i].mark, std::move(*fault));
                    } else {
                        model.supported_parameters.push_back(std::move(*name));
                    }
                }
            }};
}

}  // namespace

const Table<catalog::Model>& model_table() {
    using catalog::Model;
    static const Table<Model> table{
        required(text_field("id", &Model::id, model_id_bytes_max, "printable ASCII", check_model_id,
                            "What callers name in `model`. Unique.")),
        described("not stated", count_field("context_length", &Model::context_length, {1, 100'000'000}, "In tokens.")),
        supported_parameters_field(),
        required(list_field("targets", &Model::targets, target_table(), {1, targets_max},
                            "Who can answer for it, in order of preference.")),
        later_field<Model>("prices", "US dollars per million tokens."),
        later_field<Model>("input", "Modalities beside text."),
        later_field<Model>("retirement_date", "The day after which the model answers 400."),
        later_field<Model>("replaced_by", "The model that answers in its place from then on."),
    };
    return table;
}

const Table<catalog::Target>& target_table() {
    using catalog::Target;
    static const Table<Target> table{
        required(text_field("provider", &Target::provider, name_bytes_max, "name", check_name, "One of `providers`.")),
        required(text_field("model", &Target::model, model_id_bytes_max, "printable ASCII", check_model_id,
                            "The provider's own name for the model.")),
        described("the provider's", text_field("region", &Target::region, name_bytes_max, "us, eu", check_region,
                                               "Where this target answers; wins over its provider's region.")),
    };
    return table;
}

}  // namespace parley::config
