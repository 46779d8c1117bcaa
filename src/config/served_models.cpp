#include "config/served_models.hpp"

#include <algorithm>
#include <set>

#include "config/builtin_models.hpp"

namespace parley::config {
namespace {

constexpr std::size_t named_max = 5;  // names in one warning

/// Where a built-in target answers when `provider` serves it, empty for global; nothing when it cannot serve it.
std::optional<std::string> region_at(const catalog::Target& target, const Provider& provider) {
    if (target.region == "global") return "";
    if (target.region.empty() || target.region == provider.region) return provider.region;
    return std::nullopt;
}

/// A target without a region answers where its provider does, and keeps no more than its provider.
void fill_in_from_providers(catalog::Model& model, const Config& config) {
    for (catalog::Target& target : model.targets) {
        const Provider& provider = config.providers.at(target.provider);
        if (target.region.empty()) target.region = provider.region;
        if (target.region == "global") target.region.clear();
        target.zero_data_retention = target.zero_data_retention || provider.zero_data_retention;
    }
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), named_max); ++i) text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > named_max) text += " and " + std::to_string(names.size() - named_max) + " more";
    return text;
}

/// The operator's entries: those without targets get the built-in ones, as far as a provider answers for them.
void complete_stated_models(Config& config, std::vector<std::string>& warnings) {
    std::vector<std::string> unserved;
    for (catalog::Model& model : config.models) {
        fill_in_from_providers(model, config);
        if (!model.targets.empty()) continue;
        model.targets = serve_targets(find_builtin_model(model.id)->targets, config.providers);
        if (model.targets.empty()) unserved.push_back(model.id);
    }
    std::erase_if(config.models, [](const catalog::Model& model) { return model.targets.empty(); });
    if (!unserved.empty()) warnings.push_back("models: not served, for no provider answers for them: " + listed(unserved));
}

void append_builtin_models(Config& config) {
    std::set<std::string_view> stated;
    for (const catalog::Model& model : config.models) stated.insert(model.id);
    std::vector<catalog::Model> served;
    for (const catalog::Model& builtin : builtin_models().models) {
        if (stated.contains(builtin.id)) continue;
        std::vector<catalog::Target> targets = serve_targets(builtin.targets, config.providers);
        if (targets.empty()) continue;
        served.push_back(builtin);
        served.back().targets = std::move(targets);
    }
    std::move(served.begin(), served.end(), std::back_inserter(config.models));
}

/// A key that buys nothing is a disappointment that should not wait for the first request.
void warn_of_idle_providers(const Config& config, std::vector<std::string>& warnings) {
    std::set<std::string_view> asked;
    for (const catalog::Model& model : config.models) {
        for (const catalog::Target& target : model.targets) asked.insert(target.provider);
    }
    std::vector<std::string> idle;
    for (const auto& [name, unused] : config.providers) {
        if (!asked.contains(name)) idle.push_back(name);
    }
    if (!idle.empty()) warnings.push_back("providers: no model has a target at " + listed(idle));
}

/// Whoever leaves it out rarely means that; who asks for a region would find nobody.
void warn_of_providers_without_region(const Config& config, std::vector<std::string>& warnings) {
    std::set<std::string> silent;
    for (const catalog::Model& model : config.models) {
        for (const catalog::Target& target : model.targets) {
            if (target.region.empty() && config.providers.at(target.provider).region.empty()) silent.insert(target.provider);
        }
    }
    if (silent.empty()) return;
    warnings.push_back("providers: without `region`, so that only requests with model_region global reach them: " +
                       listed({silent.begin(), silent.end()}));
}

void warn_of_unknown_prices(const Config& config, std::vector<std::string>& warnings) {
    std::vector<std::string> unpriced;
    for (const catalog::Model& model : config.models) {
        if (!model.prices) unpriced.push_back(model.id);
    }
    if (!unpriced.empty()) warnings.push_back("models: without `prices`, so that nobody knows their cost: " + listed(unpriced));
}

}  // namespace

bool answers_for(std::string_view name, const Provider& provider, std::string_view host_id) {
    return (provider.host.empty() ? name : provider.host) == host_id;
}

std::vector<catalog::Target> serve_targets(const std::vector<catalog::Target>& targets, const std::map<std::string, Provider>& providers) {
    std::vector<catalog::Target> served;
    for (const catalog::Target& target : targets) {
        for (const auto& [name, provider] : providers) {
            if (!answers_for(name, provider, target.provider)) continue;
            const auto region = region_at(target, provider);
            if (!region || served.size() == catalog::targets_max) continue;
            catalog::Target made{name, target.model, *region};
            made.zero_data_retention = provider.zero_data_retention;
            if (std::find(served.begin(), served.end(), made) == served.end()) served.push_back(std::move(made));
        }
    }
    return served;
}

void serve_models(Config& config, std::vector<std::string>& warnings) {
    complete_stated_models(config, warnings);
    if (config.catalog == Catalog::builtin) append_builtin_models(config);
    warn_of_idle_providers(config, warnings);
    if (config.keeps_region) warn_of_providers_without_region(config, warnings);
    warn_of_unknown_prices(config, warnings);
}

}  // namespace parley::config
