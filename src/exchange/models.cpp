#include "exchange/models.hpp"

#include "json/write.hpp"

namespace parley::exchange {
namespace {

void append_model(std::string& out, const catalog::Model& model) {
    json::ObjectWriter entry(out);
    entry.string("id", model.id);
    entry.string("object", "model");
    entry.integer("created", 0);
    entry.string("owned_by", model.targets.front().provider);
    if (model.context_length > 0) entry.integer("context_length", model.context_length);
    if (!model.supported_parameters.empty()) {
        std::string& list = entry.key("supported_parameters");
        list += '[';
        for (const std::string& parameter : model.supported_parameters) {
            if (&parameter != &model.supported_parameters.front()) list += ',';
            json::append_string(list, parameter);
        }
        list += ']';
    }
    entry.close();
}

}  // namespace

std::string print_models(const std::vector<catalog::Model>& models) {
    std::string body;
    json::ObjectWriter list(body);
    list.string("object", "list");
    std::string& data = list.key("data");
    data += '[';
    for (const catalog::Model& model : models) {
        if (&model != &models.front()) data += ',';
        append_model(data, model);
    }
    data += ']';
    list.close();
    return body;
}

Task<> list_models(ExchangeContext& context) {
    co_await respond_json(context, context.snapshot->models_body);
}

Task<> show_model(ExchangeContext& context, std::string id) {
    const auto found = context.snapshot->models.find(id);
    if (found == context.snapshot->models.end()) {
        const Error error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream,
                          .message = "the model does not exist on this host", .code = "model_not_found"};
        co_await refuse(context, error);
        co_return;
    }
    std::string body;
    append_model(body, found->second.model);
    co_await respond_json(context, body);
}

}  // namespace parley::exchange
