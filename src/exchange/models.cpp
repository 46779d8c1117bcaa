#include "exchange/models.hpp"

#include "catalog/regions.hpp"
#include "exchange/model_page.hpp"

namespace parley::exchange {

Task<> list_models(ExchangeContext& context) {
    co_await respond_json(context, context.snapshot->models_bodies.at(std::string(context.region)));
}

Task<> show_model(ExchangeContext& context, std::string id) {
    const auto found = context.snapshot->models.find(id);
    if (found == context.snapshot->models.end() || !catalog::is_served_at(found->second.model, residency_of(context))) {
        const Error error{.kind = ErrorKind::not_found,
                          .source = ErrorSource::downstream,
                          .message = "the model does not exist on this host",
                          .code = "model_not_found",
                          .param = "model"};
        co_await refuse(context, error);
        co_return;
    }
    std::string body;
    append_model(body, found->second.model, residency_of(context));
    co_await respond_json(context, body);
}

}  // namespace parley::exchange
