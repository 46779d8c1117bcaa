#include "server/snapshot_builder.hpp"

#include <chrono>
#include <map>

#include "exchange/accounting.hpp"
#include "exchange/model_page.hpp"
#include "ledger/record.hpp"
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

void print_model_pages(exchange::Snapshot& snapshot) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    for (const char* region : {"us", "eu"}) {
        const catalog::Residency host = snapshot.config.residency_in(region);
        snapshot.models_bodies[region] = exchange::print_models(snapshot.config.models, host, now.count());
    }
}

}  // namespace

Result<std::shared_ptr<const exchange::Snapshot>> build_snapshot(config::Config config, observe::ModelNames& names,
                                                                 routing::RetryBudgets& retry_budgets) {
    auto snapshot = std::shared_ptr<exchange::Snapshot>(
        new exchange::Snapshot{.config = std::move(config), .providers = {}, .models = {}, .models_bodies = {}});
    const Result<ComposedByName> composed = compose_all(*snapshot);
    if (!composed) return composed.error();
    for (const catalog::Model& model : snapshot->config.models) {
        exchange::ServedModel served;
        served.model = model;
        served.label = names.label_of(model.id);
        if (model.prices) served.rates = ledger::rates_of(*model.prices);
        served.record_room = {ledger::close_rest_bytes_max(model.id, model.targets, exchange::plain_attempts_max),
                              ledger::attempt_bytes_max(model.targets)};
        for (const catalog::Target& target : model.targets) {
            const Composed& by = composed->at(target.provider);
            served.targets.push_back({by.provider, by.origin, target, retry_budgets.of(target.provider, target.model)});
        }
        snapshot->models_without_price += model.prices ? 0 : 1;
        snapshot->models.emplace(model.id, std::move(served));
    }
    print_model_pages(*snapshot);
    return std::shared_ptr<const exchange::Snapshot>(std::move(snapshot));
}

http::OriginSet origins_of(const exchange::Snapshot& snapshot) {
    http::OriginSet origins;
    for (const auto& [id, served] : snapshot.models) {
        for (const exchange::ResolvedTarget& target : served.targets) origins.insert(target.origin);
    }
    for (const config::SpeechToText& service : snapshot.config.speech_to_text) {
        const config::BaseUrl& url = service.base_url;
        origins.insert({url.scheme == config::BaseUrl::Scheme::https, url.host, url.port});
    }
    return origins;
}

}  // namespace parley::server
