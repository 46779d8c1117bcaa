#include "config/zero.hpp"

#include <algorithm>

#include "config/builtin_models.hpp"
#include "config/core_count.hpp"
#include "config/hosts.hpp"
#include "config/listeners.hpp"
#include "config/served_models.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {
namespace {

constexpr std::string_view simulator = "sim";
constexpr std::string_view key_variable = "PARLEY_KEY";
constexpr std::string_view bedrock = "bedrock";
/// Source: Amazon ECS Developer Guide, "Task IAM role".
constexpr std::string_view container_endpoint = "http://169.254.170.2";
constexpr std::string_view speech_variable = "ASSEMBLYAI_API_KEY";

std::optional<std::string> value_of(std::string_view variable, const Environment& environment) {
    auto value = environment(variable);
    if (value && value->empty()) return std::nullopt;
    return value;
}

void add_problem(ConfigReading& reading, std::string_view variable, std::string message) {
    reading.problems.push_back({"environment", 0, 0, std::string(variable), std::move(message), ""});
}

/// `provider` has its credentials, and is given the rest.
void add_provider(Config& config, const catalog::Host& host, Provider provider) {
    provider.dialect = dialect_named(host.dialect).value();
    provider.base_url = parse_base_url(host.base_url).value();
    provider.region = host.region;
    provider.host = host.id;
    provider.rules = host.rules;
    config.providers.emplace(host.id, std::move(provider));
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

void warn(ConfigReading& reading, const std::string& variable, const std::string& what) {
    reading.warnings.push_back("environment: " + variable + ": " + what);
}

void warn_of_region(const catalog::Host& host, const Config& config, ConfigReading& reading) {
    if (!config.keeps_region) return;
    if (host.region.empty() || host.region == config.region) return;  // of no region: serve_models warns of those
    warn(reading, host.variable,
         host.id + " does not answer in region " + config.region + ": its models serve only requests with model_region global");
}

/// A continent for a region that AWS names after it.
std::string residency_of(std::string_view aws_region) {
    for (const std::string_view known : {"us", "eu"}) {
        if (aws_region.starts_with(std::string(known) + "-")) return std::string(known);
    }
    return {};
}

std::optional<Secret> secret_of(std::string_view variable, const Environment& environment, ConfigReading& reading) {
    auto value = value_of(variable, environment);
    if (!value) return std::nullopt;
    if (auto fault = check_secret(*value, 1, secret_bytes_max)) {
        add_problem(reading, variable, std::move(*fault));
        return std::nullopt;
    }
    return Secret(std::move(*value));
}

/// Whether there are credentials of AWS.
bool take_keys(Provider& signing, const Environment& environment, ConfigReading& reading) {
    const auto id = secret_of("AWS_ACCESS_KEY_ID", environment, reading);
    const auto secret = secret_of("AWS_SECRET_ACCESS_KEY", environment, reading);
    if (!id || !secret) return false;
    signing.access_key_id = *id;
    signing.secret_access_key = *secret;
    signing.session_token = secret_of("AWS_SESSION_TOKEN", environment, reading).value_or(Secret());
    return true;
}

/// Whether this is a container of ECS, which is told where the credentials of its role are given out. Where what is shown there stands
/// in a file, as in a pod of EKS, it changes by the hour: that takes a configuration file, which is read again.
bool take_container_role(Provider& signing, const Environment& environment, ConfigReading& reading) {
    const std::string_view variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    const auto path = value_of(variable, environment);
    if (!path) return false;
    auto url = parse_base_url(std::string(container_endpoint) + *path);
    if (!url) {
        add_problem(reading, variable, url.error().message);
        return false;
    }
    signing.aws_role = AwsRole::container;
    signing.aws_role_url = std::move(*url);
    return true;
}

/// Bedrock in the region that is asked for, with its own key where there is one, else signed with AWS's credentials or a role's.
void add_bedrock(Config& config, const Environment& environment, ConfigReading& reading) {
    const auto region = value_of(aws_region_variable, environment);
    if (!region) return;
    if (auto fault = check_name(*region)) return add_problem(reading, aws_region_variable, std::move(*fault));
    if (!config.providers.contains(std::string(bedrock))) {
        Provider signing;
        if (!take_keys(signing, environment, reading) && !take_container_role(signing, environment, reading)) {
            return warn(reading, std::string(aws_region_variable), "there are no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to sign with");
        }
        add_provider(config, *find_host(bedrock), std::move(signing));
    }
    Provider& provider = config.providers.at(std::string(bedrock));
    provider.base_url = parse_base_url("https://bedrock-runtime." + *region + ".amazonaws.com").value();
    provider.region = residency_of(*region);
    provider.aws_region = *region;
}

/// The key of AssemblyAI's speech-to-text API, for the host's own region. Nothing where the file says who serves it.
void add_speech_to_text(Config& config, const Environment& environment, ConfigReading& reading) {
    auto credential = value_of(speech_variable, environment);
    if (!credential || !config.speech_to_text.empty()) return;
    if (auto fault = check_secret(*credential, 1, secret_bytes_max)) return add_problem(reading, speech_variable, std::move(*fault));
    SpeechToText& service = config.speech_to_text.emplace_back();
    service.region = config.region;
    if (config.region == "eu") service.base_url.host = "api.eu.assemblyai.com";
    service.credential = Secret(std::move(*credential));
}

std::vector<const catalog::Host*> find_known_providers() {
    std::vector<const catalog::Host*> known;
    for (const catalog::Host& host : builtin_hosts()) {
        if (!host.variable.empty()) known.push_back(&host);
    }
    return known;
}

}  // namespace

const std::vector<const catalog::Host*>& known_providers() {
    static const std::vector<const catalog::Host*> known = find_known_providers();
    return known;
}

bool has_builtin_model(const catalog::Host& host) {
    const auto is_there = [&host](const catalog::Target& target) { return target.provider == host.id; };
    const std::vector<catalog::Model>& models = builtin_models().models;
    return std::any_of(models.begin(), models.end(),
                       [&](const catalog::Model& model) { return std::any_of(model.targets.begin(), model.targets.end(), is_there); });
}

const std::vector<std::string_view>& simulated_models() {
    static const std::vector<std::string_view> models{"sim/echo", "sim/fixed", "sim/words-50", "sim/tool", "sim/json"};
    return models;
}

void add_environment_providers(Config& config, const Environment& environment, ConfigReading& reading) {
    for (const catalog::Host* host : known_providers()) {
        const std::string& variable = host->variable;
        auto credential = value_of(variable, environment);
        if (!credential) continue;
        if (auto fault = check_secret(*credential, 1, secret_bytes_max)) {
            add_problem(reading, variable, std::move(*fault));
        } else if (!has_builtin_model(*host)) {
            warn(reading, variable, "no model of " + host->id + " is known: name some in a configuration file");
        } else {
            warn_of_region(*host, config, reading);
            Provider provider;
            provider.credential = Secret(std::move(*credential));
            add_provider(config, *host, std::move(provider));
        }
    }
    add_bedrock(config, environment, reading);
    add_speech_to_text(config, environment, reading);
    if (config.providers.empty()) add_simulator(config);
}

void add_simulated_models(ConfigReading& reading) {
    if (!reading.config || reading.config->simulated) return;
    Config& config = *reading.config;
    const auto is_taken = [&config](std::string_view id) {
        return std::any_of(config.models.begin(), config.models.end(), [id](const catalog::Model& model) { return model.id == id; });
    };
    const auto complain = [&reading](std::string_view kind, std::string_view name) {
        const std::string what = std::string(kind) + " '" + std::string(name) + "'";
        reading.problems.push_back({"command line", 0, 0, "--sim", "the configuration has a " + what + " of its own", ""});
    };
    if (config.providers.contains(std::string(simulator))) complain("provider", simulator);
    for (const std::string_view id : simulated_models()) {
        if (is_taken(id)) complain("model", id);
    }
    if (reading.problems.empty()) {
        add_simulator(config);
    } else {
        reading.config.reset();
    }
}

ConfigReading zero_config(const Environment& environment) {
    ConfigReading reading;
    Config config;
    config.threads = core_count();
    config.keeps_region = false;  // without a file nobody has promised one
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
