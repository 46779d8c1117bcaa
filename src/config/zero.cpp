#include "config/zero.hpp"

#include <map>

#include "config/core_count.hpp"
#include "config/hosts.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {
namespace {

constexpr std::string_view simulator = "sim";
constexpr std::string_view key_variable = "PARLEY_KEY";

std::optional<std::string> value_of(std::string_view variable, const Environment& environment) {
    auto value = environment(variable);
    if (value && value->empty()) return std::nullopt;
    return value;
}

void add_problem(ConfigReading& reading, std::string_view variable, std::string message) {
    reading.problems.push_back({"environment", 0, 0, std::string(variable), std::move(message), ""});
}

void add_provider(Config& config, const KnownProvider& known, Secret credential) {
    const catalog::Host& host = *known.host;
    Provider provider;
    provider.base_url = parse_base_url(host.base_url).value();
    provider.credential = std::move(credential);
    provider.region = host.region;
    provider.host = host.id;
    provider.rules = host.rules;
    config.providers.emplace(host.id, std::move(provider));
    for (const KnownModel& model : known.models) {
        catalog::Target target{host.id, std::string(model.upstream), host.region};
        config.models.push_back({.id = std::string(model.id),
                                 .context_length = model.context_length,
                                 .supported_parameters = {},
                                 .targets = {std::move(target)}});
    }
}

void add_simulator(Config& config) {
    config.simulated = true;
    Provider provider;
    provider.base_url.scheme = BaseUrl::Scheme::http;
    provider.region = config.region;
    config.providers.emplace(simulator, std::move(provider));
    for (const std::string_view id : simulated_models()) {
        catalog::Target target{std::string(simulator), std::string(id), config.region};
        config.models.push_back(
            {.id = std::string(id), .context_length = 0, .supported_parameters = {}, .targets = {std::move(target)}});
    }
}

void warn(ConfigReading& reading, const std::string& variable, const std::string& what) {
    reading.warnings.push_back("environment: " + variable + ": " + what);
}

void warn_of_region(const catalog::Host& host, const Config& config, ConfigReading& reading) {
    if (host.region == config.region) return;
    warn(reading, host.variable,
         host.id + " does not answer in region " + config.region +
             ": its models serve only requests with model_region global");
}

using ModelsByHost = std::map<std::string_view, std::vector<KnownModel>>;

const ModelsByHost& known_models() {
    static const ModelsByHost models{
        {"openai",
         {{"gpt-4.1", "gpt-4.1", 1'047'576},
          {"gpt-4.1-mini", "gpt-4.1-mini", 1'047'576},
          {"gpt-5", "gpt-5", 400'000},
          {"gpt-5-mini", "gpt-5-mini", 400'000},
          {"gpt-5-nano", "gpt-5-nano", 400'000}}},
        {"groq", {{"gpt-oss-120b", "openai/gpt-oss-120b", 131'072}, {"gpt-oss-20b", "openai/gpt-oss-20b", 131'072}}},
        {"dashscope",
         {{"qwen3-max", "qwen3-max", 262'144}, {"qwen-plus", "qwen-plus", 0}, {"qwen-flash", "qwen-flash", 0}}},
        {"moonshot", {{"kimi-k2.6", "kimi-k2.6", 0}}},
    };
    return models;
}

bool is_spoken(const catalog::Host& host) {
    return host.dialect == "openai";
}

std::vector<KnownProvider> find_known_providers() {
    std::vector<KnownProvider> known;
    for (const catalog::Host& host : builtin_hosts()) {
        if (host.variable.empty() || !is_spoken(host)) continue;
        const auto models = known_models().find(host.id);
        known.push_back({&host, models == known_models().end() ? std::vector<KnownModel>() : models->second});
    }
    return known;
}

std::vector<std::string> find_variables_for_later() {
    std::vector<std::string> variables;
    for (const catalog::Host& host : builtin_hosts()) {
        if (!host.variable.empty() && !is_spoken(host)) variables.push_back(host.variable);
    }
    variables.emplace_back("ASSEMBLYAI_API_KEY");
    return variables;
}

}  // namespace

const std::vector<KnownProvider>& known_providers() {
    static const std::vector<KnownProvider> known = find_known_providers();
    return known;
}

const std::vector<std::string>& variables_for_later() {
    static const std::vector<std::string> variables = find_variables_for_later();
    return variables;
}

const std::vector<std::string_view>& simulated_models() {
    static const std::vector<std::string_view> models{"sim/echo", "sim/fixed", "sim/words-50", "sim/tool", "sim/json"};
    return models;
}

void add_environment_providers(Config& config, const Environment& environment, ConfigReading& reading) {
    for (const KnownProvider& known : known_providers()) {
        const std::string& variable = known.host->variable;
        auto credential = value_of(variable, environment);
        if (!credential) continue;
        if (auto fault = check_secret(*credential, 1, secret_bytes_max)) {
            add_problem(reading, variable, std::move(*fault));
        } else if (known.models.empty()) {
            warn(reading, variable, "no model of " + known.host->id + " is known: name some in a configuration file");
        } else {
            warn_of_region(*known.host, config, reading);
            add_provider(config, known, Secret(std::move(*credential)));
        }
    }
    for (const std::string& variable : variables_for_later()) {
        if (value_of(variable, environment)) warn(reading, variable, "this provider is not supported yet");
    }
    if (config.providers.empty()) add_simulator(config);
}

ConfigReading zero_config(const Environment& environment) {
    ConfigReading reading;
    Config config;
    config.threads = core_count();
    if (auto secret = value_of(key_variable, environment)) {
        if (auto fault = check_secret(*secret, key_secret_bytes_min, secret_bytes_max)) {
            add_problem(reading, key_variable, std::move(*fault));
        } else {
            config.keys.push_back({"default", Secret(std::move(*secret))});
        }
    }
    add_environment_providers(config, environment, reading);
    if (reading.problems.empty()) reading.config = std::move(config);
    return reading;
}

}  // namespace parley::config
