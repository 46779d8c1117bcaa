#include "server/snapshot_builder.hpp"

#include <chrono>
#include <map>
#include <span>
#include <string_view>

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

/// A request may be answered by any of the models: what its record may hold at most.
class WidestRecord {
  public:
    void take(const catalog::Model& model) {
        const std::size_t attempt = ledger::attempt_bytes_max(model.targets);
        if (attempt > attempt_) {
            attempt_ = attempt;
            targets_ = model.targets;
        }
        if (model.id.size() > id_.size()) id_ = model.id;
    }
    exchange::RecordRoom room() const { return {ledger::close_rest_bytes_max(id_, targets_, exchange::attempts_max), attempt_}; }

  private:
    std::size_t attempt_ = 0;
    std::span<const catalog::Target> targets_;
    std::string_view id_;
};

void print_model_pages(exchange::Snapshot& snapshot) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    for (const char* region : {"us", "eu"}) {
        const catalog::Residency host = snapshot.config.residency_in(region);
        snapshot.models_bodies[region] = exchange::print_models(snapshot.config.models, host, now.count());
    }
}

}  // namespace

Result<std::shared_ptr<const exchange::Snapshot>> build_snapshot(config::Config config, observe::ModelNames& names,
                                                                 routing::TargetHealths& target_healths) {
    auto snapshot = std::shared_ptr<exchange::Snapshot>(
        new exchange::Snapshot{.config = std::move(config), .providers = {}, .models = {}, .models_bodies = {}});
    const Result<ComposedByName> composed = compose_all(*snapshot);
    if (!composed) return composed.error();
    WidestRecord widest;
    for (const catalog::Model& model : snapshot->config.models) {
        exchange::ServedModel served;
        served.model = model;
        served.label = names.label_of(model.id);
        if (model.prices) served.rates = ledger::rates_of(*model.prices);
        widest.take(model);
        for (const catalog::Target& target : model.targets) {
            const Composed& by = composed->at(target.provider);
            served.targets.push_back({by.provider, by.origin, target, target_healths.of(target.provider, target.model)});
        }
        snapshot->models_without_price += model.prices ? 0 : 1;
        snapshot->models.emplace(model.id, std::move(served));
    }
    snapshot->record_room = widest.room();
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
