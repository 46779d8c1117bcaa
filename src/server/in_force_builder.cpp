#include "server/in_force_builder.hpp"

#include <string_view>
#include <utility>

#include "server/snapshot_builder.hpp"
#include "server/start_error.hpp"

namespace parley::server {
namespace {

bool is_loopback(std::string_view address) {
    return address.starts_with("localhost:") || address.starts_with("[::1]:") || address.starts_with("127.");
}

}  // namespace

Result<InForce> InForceBuilder::build(config::Config config) {
    InForce built;
    if (auto error = add_simulated_provider(config)) return std::move(*error);
    if (auto error = load_tls(config, built)) return std::move(*error);
    if (auto error = load_admin_key(config, built)) return std::move(*error);
    auto snapshot = build_snapshot(std::move(config), metrics_.model_names(), target_healths_);
    if (!snapshot) return snapshot.error();
    built.snapshot = std::move(*snapshot);
    return built;
}

std::optional<Error> InForceBuilder::add_simulated_provider(config::Config& config) {
    if (!config.simulated) return std::nullopt;
    for (const config::Listener& listener : config.listeners) {
        if (is_loopback(listener.address)) continue;
        return start_error("listen: " + listener.address + ": simulated models are served on loopback addresses only; " +
                           "set a provider's key, such as OPENAI_API_KEY, and leave out --sim");
    }
    if (!simulated_) {
        auto started = SimulatedProvider::start();
        if (!started) return started.error();
        simulated_ = std::move(*started);
    }
    config.providers["sim"].base_url = config::BaseUrl{config::BaseUrl::Scheme::http, "127.0.0.1", simulated_->port(), "/v1"};
    return std::nullopt;
}

std::optional<Error> InForceBuilder::load_tls(const config::Config& config, InForce& built) const {
    if (!config.tls) return std::nullopt;
    auto opened = http::TlsServerContext::open(config.tls->certificate, config.tls->key);
    if (!opened) return opened.error();
    built.tls = std::move(*opened);
    return std::nullopt;
}

std::optional<Error> InForceBuilder::load_admin_key(const config::Config& config, InForce& built) const {
    const Result<Secret> key = config.admin_key.empty() ? store_.admin_key() : Result<Secret>(config.admin_key);
    if (!key) return key.error();
    built.admin_key = std::make_shared<const auth::AdminKey>(*key);
    return std::nullopt;
}

}  // namespace parley::server
