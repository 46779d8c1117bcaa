#include "server/snapshot_builder.hpp"

#include <map>

#include "exchange/models.hpp"
#include "server/compose_providers.hpp"

namespace parley::server {
namespace {

struct Composed {
    const providers::Provider* provider;
    http::Origin origin;
};

using ComposedByName = std::map<std::string, Composed>;

Result<ComposedByName> compose_all(exchange::Snapshot& snapshot) {
    ComposedByName by_name;
    for (const auto& [name, provider] : snapshot.config.providers) {
        auto translator = compose_provider(provider);
        if (!translator) {
            Error error = translator.error();
            error.message = "providers." + name + ": " + error.message;
            return error;
        }
        const auto& owned = snapshot.providers.emplace_back(std::move(*translator));
        const config::BaseUrl& url = provider.base_url;
        const bool tls = url.scheme == config::BaseUrl::Scheme::https;
        by_name.emplace(name, Composed{owned.get(), http::Origin{tls, url.host, url.port}});
    }
    return by_name;
}

}  // namespace

Result<std::shared_ptr<const exchange::Snapshot>> build_snapshot(config::Config config) {
    auto snapshot = std::shared_ptr<exchange::Snapshot>(
        new exchange::Snapshot{.config = std::move(config), .providers = {}, .models = {}, .models_body = {}});
    const Result<ComposedByName> composed = compose_all(*snapshot);
    if (!composed) return composed.error();
    for (const catalog::Model& model : snapshot->config.models) {
        exchange::ServedModel served{model, {}};
        for (const catalog::Target& target : model.targets) {
            const Composed& by = composed->at(target.provider);
            served.targets.push_back({by.provider, by.origin, target});
        }
        snapshot->models.emplace(model.id, std::move(served));
    }
    snapshot->models_body = exchange::print_models(snapshot->config.models);
    return std::shared_ptr<const exchange::Snapshot>(std::move(snapshot));
}

}  // namespace parley::server
