#include "cli/models_command.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <vector>

#include "base/calendar_date.hpp"
#include "catalog/regions.hpp"
#include "cli/text_table.hpp"
#include "config/builtin_models.hpp"
#include "config/read_config.hpp"
#include "config/zero.hpp"
#include "exchange/model_page.hpp"

namespace parley::cli {
namespace {

using catalog::Model;

std::int64_t unix_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The configuration, or nothing when it was bad, which has been said by then.
std::optional<config::Config> read_configuration(const ModelsArguments& arguments) {
    const config::Environment environment = config::process_environment();
    config::ConfigReading reading =
        arguments.config ? config::read_config_file(*arguments.config, environment) : config::zero_config(environment);
    for (const std::string& warning : reading.warnings) std::fprintf(stderr, "parley: warning: %s\n", warning.c_str());
    for (const config::ConfigProblem& problem : reading.problems) std::fprintf(stderr, "%s\n", to_text(problem).c_str());
    return std::move(reading.config);
}

/// Where a target without a region of its own answers: where everybody knows its host to, or wherever its provider will.
std::string region_of_host(std::string_view host) {
    constexpr std::string_view as_configured = "as configured";
    for (const catalog::Host* known : config::known_providers()) {
        if (known->id == host) return known->region;
    }
    return std::string(as_configured);
}

/// A built-in model as it would be served by the hosts that it names.
Model as_hosts_serve_it(Model model) {
    for (catalog::Target& target : model.targets) {
        if (target.region.empty()) {
            target.region = region_of_host(target.provider);
        } else if (target.region == "global") {
            target.region.clear();
        }
    }
    return model;
}

bool has_id(const std::vector<Model>& models, const std::string& id) {
    return std::any_of(models.begin(), models.end(), [&id](const Model& model) { return model.id == id; });
}

std::vector<Model> built_in_beside(const std::vector<Model>& served) {
    std::vector<Model> others;
    for (const Model& model : config::builtin_models().models) {
        if (!has_id(served, model.id)) others.push_back(as_hosts_serve_it(model));
    }
    return others;
}

/// 131072 is 131K, 1050000 is 1.05M.
std::string print_tokens(std::int64_t tokens) {
    constexpr std::int64_t thousand = 1'000;
    constexpr std::int64_t million = 1'000'000;
    if (tokens == 0) return "?";
    if (tokens < thousand) return std::to_string(tokens);
    if (tokens < million) return std::to_string(tokens / thousand) + "K";
    const std::int64_t hundredths = tokens / (million / 100);
    return print_millionths(static_cast<std::uint64_t>(hundredths) * (millionths_per_unit / 100)) + "M";
}

std::string print_regions(const Model& model) {
    std::string text;
    for (const std::string_view region : catalog::available_regions(model)) {
        text += (text.empty() ? "" : " ") + std::string(region);
    }
    return text;
}

/// The preferred one, and how many others there are.
std::string print_providers(const Model& model) {
    std::set<std::string_view> providers;
    for (const catalog::Target& target : model.targets) providers.insert(target.provider);
    const std::string others = providers.size() > 1 ? " +" + std::to_string(providers.size() - 1) : "";
    return model.targets.front().provider + others;
}

std::string print_features(const Model& model, std::int64_t now) {
    std::string text;
    const auto add = [&text](bool has, std::string_view word) {
        if (has) text += (text.empty() ? "" : " ") + std::string(word);
    };
    add(model.supports(catalog::Parameter::stream), "stream");
    add(model.supports(catalog::Parameter::tools), "tools");
    add(model.supports(catalog::Parameter::response_format), "json");
    add(model.supports(catalog::Parameter::reasoning), "reasoning");
    add(model.takes(catalog::Modality::image), "image");
    add(model.takes(catalog::Modality::audio), "audio");
    add(model.takes(catalog::Modality::file), "file");
    add(model.simulated, "simulated");
    if (model.retirement_date != 0) {
        add(true, (model.retired(now) ? "retired " : "until ") + print_date(model.retirement_date));
    }
    return text;
}

std::vector<std::string> row_of(const Model& model, std::int64_t now) {
    const std::string input = model.prices ? print_price(model.prices->input) : "?";
    const std::string output = model.prices ? print_price(model.prices->output) : "?";
    return {model.id, print_providers(model),    print_regions(model), print_tokens(model.context_length), input,
            output,   print_features(model, now)};
}

void print_table(const std::vector<Model>& models, std::int64_t now) {
    using enum TextTable::Align;
    TextTable table({{"MODEL", left},
                     {"PROVIDER", left},
                     {"REGIONS", left},
                     {"CONTEXT", right},
                     {"IN $/M", right},
                     {"OUT $/M", right},
                     {"FEATURES", left}});
    for (const Model& model : models) table.add(row_of(model, now));
    std::printf("%s", table.text().c_str());
}

/// What this host lists: GET /v1/models shows the same.
std::vector<Model> listed_models(const config::Config& config, std::int64_t now) {
    std::vector<Model> listed;
    for (const Model& model : config.models) {
        if (catalog::is_served_at(model, config.residency_in(config.region)) && !model.retired(now)) listed.push_back(model);
    }
    return listed;
}

}  // namespace

int run_models(const ModelsArguments& arguments) {
    const auto config = read_configuration(arguments);
    if (!config) return 1;
    const std::int64_t now = unix_seconds();
    const std::vector<Model> served = listed_models(*config, now);
    const std::vector<Model> others = built_in_beside(served);
    std::vector<Model> shown = served;
    if (arguments.all) shown.insert(shown.end(), others.begin(), others.end());
    if (arguments.json) {
        const catalog::Residency host = arguments.all ? catalog::Residency{} : config->residency_in(config->region);
        std::printf("%s\n", exchange::print_models(shown, host, now).c_str());
        return 0;
    }
    print_table(shown, now);
    std::printf("\n%zu served in region %s, %zu more built in%s\n", served.size(), config->region.c_str(), others.size(),
                arguments.all ? "" : " (--all lists them)");
    return 0;
}

}  // namespace parley::cli
