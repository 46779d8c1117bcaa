#include "config/zero.hpp"

#include "config/core_count.hpp"
#include "config/listeners.hpp"
#include "config/served_models.hpp"
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
    Provider provider;
    provider.base_url = parse_base_url(known.base_url).value();
    provider.credential = std::move(credential);
    provider.region = known.region;
    config.providers.emplace(known.name, std::move(provider));
}

void add_simulator(Config& config) {
    config.simulated = true;
    Provider provider;
    provider.base_url.scheme = BaseUrl::Scheme::http;
    provider.region = config.region;
    config.providers.emplace(simulator, std::move(provider));
    for (const std::string_view id : simulated_models()) {
        catalog::Model& model = config.models.emplace_back();
        model.id = id;
        model.description = "Made-up answers, for trying things out.";
        model.prices = catalog::Prices{};  // free of charge
        model.simulated = true;
        model.targets.push_back({std::string(simulator), std::string(id), config.region});
    }
}

void warn_of_region(const KnownProvider& known, const Config& config, ConfigReading& reading) {
    if (known.region == config.region) return;
    reading.warnings.push_back("environment: " + std::string(known.variable) + ": " + std::string(known.name) +
                               " does not answer in region " + config.region +
                               ": its models serve only requests with model_region global");
}

}  // namespace

const std::vector<KnownProvider>& known_providers() {
    static const std::vector<KnownProvider> known{
        {"openai", "OPENAI_API_KEY", "https://api.openai.com/v1", "us"},
        {"groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1", "us"},
        {"dashscope", "DASHSCOPE_API_KEY", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", ""},  // Singapore
        {"moonshot", "MOONSHOT_API_KEY", "https://api.moonshot.ai/v1", ""},
    };
    return known;
}

const std::vector<std::string_view>& variables_for_later() {
    static const std::vector<std::string_view> variables{"ANTHROPIC_API_KEY", "GEMINI_API_KEY", "ASSEMBLYAI_API_KEY"};
    return variables;
}

const std::vector<std::string_view>& simulated_models() {
    static const std::vector<std::string_view> models{"sim/echo", "sim/fixed", "sim/words-50", "sim/tool", "sim/json"};
    return models;
}

void add_environment_providers(Config& config, const Environment& environment, ConfigReading& reading) {
    for (const KnownProvider& known : known_providers()) {
        auto credential = value_of(known.variable, environment);
        if (!credential) continue;
        if (auto fault = check_secret(*credential, 1, secret_bytes_max)) {
            add_problem(reading, known.variable, std::move(*fault));
            continue;
        }
        warn_of_region(known, config, reading);
        add_provider(config, known, Secret(std::move(*credential)));
    }
    for (const std::string_view variable : variables_for_later()) {
        if (!value_of(variable, environment)) continue;
        reading.warnings.push_back("environment: " + std::string(variable) + ": this provider is not supported yet");
    }
    if (config.providers.empty()) add_simulator(config);
}

ConfigReading zero_config(const Environment& environment) {
    ConfigReading reading;
    Config config;
    config.threads = core_count();
    fill_in_listeners(config);
    if (auto secret = value_of(key_variable, environment)) {
        if (auto fault = check_secret(*secret, key_secret_bytes_min, secret_bytes_max)) {
            add_problem(reading, key_variable, std::move(*fault));
        } else {
            config.keys.push_back({"default", Secret(std::move(*secret))});
        }
    }
    add_environment_providers(config, environment, reading);
    serve_models(config, reading.warnings);
    if (config.models.empty()) add_problem(reading, "models", "no built-in model is served by a provider of the environment");
    if (reading.problems.empty()) reading.config = std::move(config);
    return reading;
}

}  // namespace parley::config
