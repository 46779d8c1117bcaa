#include "exchange/model_page.hpp"

#include <algorithm>
#include <vector>

#include "catalog/host_names.hpp"
#include "json/write.hpp"

namespace parley::exchange {
namespace {

/// Prints a list of strings as the value of `name`.
void append_strings(json::ObjectWriter& into, std::string_view name, const std::vector<std::string_view>& values) {
    std::string& list = into.key(name);
    list += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) list += ',';
        json::append_string(list, values[i]);
    }
    list += ']';
}

void append_decimal(json::ObjectWriter& into, std::string_view name, std::optional<std::uint64_t> millionths) {
    if (millionths) {
        into.raw(name, print_millionths(*millionths));
    } else {
        into.null(name);
    }
}

void append_default_parameters(json::ObjectWriter& into, const catalog::DefaultParameters& parameters) {
    json::ObjectWriter part(into.key("default_parameters"));
    append_decimal(part, "temperature", parameters.temperature);
    append_decimal(part, "top_p", parameters.top_p);
    append_decimal(part, "frequency_penalty", parameters.frequency_penalty);
    part.close();
}

void append_top_provider(json::ObjectWriter& into, const catalog::Model& model) {
    json::ObjectWriter part(into.key("top_provider"));
    part.boolean("is_moderated", false);
    part.integer("context_length", model.context_length);
    part.integer("max_completion_tokens", model.max_output_tokens);
    part.close();
}

void append_prices(json::ObjectWriter& into, std::string_view name, const catalog::Prices& prices, BasisPoints increase) {
    json::ObjectWriter part(into.key(name));
    const auto append = [&](std::string_view kind, std::optional<PricePerToken> price) {
        if (price) part.raw(kind, print_price(increased(*price, increase)));
    };
    append("prompt", prices.input);
    append("completions", prices.output);
    append("input_cache_read", prices.cache_read);
    append("input_cache_write", prices.cache_write_5m);
    append("input_cache_write_1h", prices.cache_write_1h);
    part.close();
}

/// Clients insist on numbers here, and 0 would say that the model is free of charge.
void append_unknown_prices(json::ObjectWriter& into) {
    constexpr std::int64_t unknown = -1;
    json::ObjectWriter part(into.key("global"));
    part.integer("prompt", unknown);
    part.integer("completions", unknown);
    part.close();
}

void append_pricing(json::ObjectWriter& into, const catalog::Model& model) {
    json::ObjectWriter part(into.key("pricing"));
    if (model.prices) {
        append_prices(part, "global", *model.prices, {});
        for (const std::string_view region : catalog::available_regions(model)) {
            const bool differs = region != "global" && model.regional_increase != BasisPoints{};
            if (differs) append_prices(part, region, *model.prices, model.regional_increase);
        }
    } else {
        append_unknown_prices(part);
    }
    constexpr std::uint64_t millionths_per_basis_point = millionths_per_unit / basis_points_whole.value;
    const std::uint64_t increase = model.regional_increase.value * millionths_per_basis_point;
    if (increase > 0) part.raw("regional_increase_percent", print_millionths(increase));  // a fraction, whatever its name
    part.close();
}

void append_provider(std::string& out, std::string_view provider) {
    json::ObjectWriter part(out);
    part.string("id", provider);
    part.string("name", catalog::host_name(provider));
    part.close();
}

/// Those that a host of the region can ask, each once, the preferred one first.
std::vector<std::string_view> providers_of(const catalog::Model& model, const catalog::Residency& host) {
    std::vector<std::string_view> providers;
    const auto add = [&](const catalog::Target& target) {
        const bool known = std::find(providers.begin(), providers.end(), target.provider) != providers.end();
        if (!known) providers.push_back(target.provider);
    };
    if (host.region.empty()) std::for_each(model.targets.begin(), model.targets.end(), add);
    for (const catalog::ModelRegion asked : {catalog::ModelRegion::not_stated, catalog::ModelRegion::global}) {
        for (const std::size_t index : catalog::targets_for(model, host, asked)) add(model.targets[index]);
    }
    return providers;
}

void append_providers(json::ObjectWriter& into, const std::vector<std::string_view>& providers) {
    std::string& list = into.key("providers");
    list += '[';
    for (std::size_t i = 0; i < providers.size(); ++i) {
        if (i > 0) list += ',';
        append_provider(list, providers[i]);
    }
    list += ']';
    if (providers.empty()) {
        into.null("default_provider");
    } else {
        append_provider(into.key("default_provider"), providers.front());
    }
}

std::vector<std::string_view> parameters_of(const catalog::Model& model) {
    std::vector<std::string_view> supported;
    for (const std::string_view name : catalog::parameter_names()) {
        if (model.supports(*catalog::parameter_named(name))) supported.push_back(name);
    }
    return supported;
}

std::vector<std::string_view> modalities_of(const catalog::Model& model) {
    std::vector<std::string_view> taken;
    for (const std::string_view name : catalog::modality_names()) {
        if (model.takes(*catalog::modality_named(name))) taken.push_back(name);
    }
    return taken;
}

bool is_listed(const catalog::Model& model, const catalog::Residency& host, std::int64_t now) {
    if (host.region.empty()) return true;
    return catalog::is_served_at(model, host) && !model.retired(now);
}

}  // namespace

void append_model(std::string& out, const catalog::Model& model, const catalog::Residency& host) {
    const std::vector<std::string_view> providers = providers_of(model, host);
    json::ObjectWriter entry(out);
    entry.string("id", model.id);
    entry.string("object", "model");
    entry.integer("created", 0);  // nobody says when a model was made
    entry.string("owned_by", model.creator.empty() ? model.targets.front().provider : model.creator);
    entry.string("name", model.name.empty() ? model.id : model.name);
    entry.string("description", model.description);
    entry.string("creator", model.creator);
    entry.integer("context_length", model.context_length);
    append_strings(entry, "supported_parameters", parameters_of(model));
    append_strings(entry, "input_modalities", modalities_of(model));
    append_default_parameters(entry, model.default_parameters);
    append_top_provider(entry, model);
    append_pricing(entry, model);
    entry.integer("retirement_date", model.retirement_date);
    append_strings(entry, "available_regions", catalog::available_regions(model));
    append_providers(entry, providers);
    if (model.simulated) entry.boolean("simulated", true);
    entry.close();
}

std::string print_models(std::span<const catalog::Model> models, const catalog::Residency& host, std::int64_t now) {
    std::string body;
    json::ObjectWriter list(body);
    list.string("object", "list");
    std::string& data = list.key("data");
    data += '[';
    bool first = true;
    for (const catalog::Model& model : models) {
        if (!is_listed(model, host, now)) continue;
        if (!first) data += ',';
        first = false;
        append_model(data, model, host);
    }
    data += ']';
    list.close();
    return body;
}

}  // namespace parley::exchange
