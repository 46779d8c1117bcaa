// litellm_settings.cpp: what a LiteLLM file says beside its models. Little of it has a place here, and all of the rest is
// told.
#include <algorithm>

#include "config/litellm_reader.hpp"
#include "config/quantities.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {
namespace {

/// Why a setting of that name is not carried over, where there is more to say than that it has no place.
struct Reason {
    std::string_view name;
    std::string_view text;
};

constexpr std::string_view requests_name_fallbacks = "fallbacks are named by requests, in `fallbacks`";
constexpr std::string_view targets_have_no_limits = "limits are for callers, not for targets";
constexpr std::string_view no_default_parameters = "parameters are what requests state; a model has no defaults of its own";
constexpr std::string_view retries_are_fixed = "retries follow rules of their own";

constexpr Reason reasons[] = {
    {"fallbacks", requests_name_fallbacks},
    {"default_fallbacks", requests_name_fallbacks},
    {"context_window_fallbacks", requests_name_fallbacks},
    {"content_policy_fallbacks", requests_name_fallbacks},
    {"rpm", targets_have_no_limits},
    {"tpm", targets_have_no_limits},
    {"max_parallel_requests", targets_have_no_limits},
    {"temperature", no_default_parameters},
    {"max_tokens", no_default_parameters},
    {"top_p", no_default_parameters},
    {"seed", no_default_parameters},
    {"num_retries", retries_are_fixed},
    {"max_retries", retries_are_fixed},
    {"allowed_fails", retries_are_fixed},
    {"cooldown_time", retries_are_fixed},
    {"routing_strategy", "targets are asked in their order"},
    {"weight", "targets are asked in their order"},
    {"order", "targets are asked in their order: put this one where it belongs"},
    {"drop_params", "what a provider does not know is dropped or mapped always"},
    {"litellm_credential_name", "write the credential into the provider"},
    {"database_url", "keys and usage have a store of their own: `store`"},
    {"environment_variables", "set them in the environment of the process"},
    {"api_version", "Azure's v1 API takes none"},
    {"model_info", "the catalogue of models is described in `models`"},
};

std::string_view reason_for(std::string_view name) {
    const auto found = std::find_if(std::begin(reasons), std::end(reasons), [&](const Reason& each) { return each.name == name; });
    return found == std::end(reasons) ? "it has no place here" : found->text;
}

constexpr std::string_view environment_scheme = "os.environ/";

}  // namespace

ConfigText to_config_text(std::string_view text) {
    if (text.starts_with(environment_scheme)) return "${" + std::string(text.substr(environment_scheme.size())) + "}";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("${")) out += '$';
        out += text[i];
    }
    return out;
}

bool is_reference(std::string_view text) { return text.starts_with("${"); }

std::optional<ConfigText> LitellmReader::text_of(const Node& mapping, std::string_view name) {
    const Node* node = mapping.find(name);
    if (!node || node->kind == Node::Kind::nothing) return std::nullopt;
    const Reader::Step step = reader_.into(name);
    if (!reader_.expect(*node, Node::Kind::scalar)) return std::nullopt;
    return to_config_text(node->scalar);
}

void LitellmReader::note(const Node& node, std::string_view message) { reader_.warn(node.mark, message); }

void LitellmReader::note_lost(const Entry& entry) {
    const Reader::Step step = reader_.into(entry.name);
    reader_.warn(entry.mark, "not carried over: " + std::string(reason_for(entry.name)));
}

void LitellmReader::read_settings(const Node& root) {
    for (const Entry& entry : root.entries) {
        const bool is_mapping = entry.value.kind == Node::Kind::mapping;
        if (entry.name == "model_list" || entry.value.kind == Node::Kind::nothing) continue;
        if (!is_mapping || !entry.name.ends_with("_settings")) {
            note_lost(entry);
            continue;
        }
        const Reader::Step step = reader_.into(entry.name);
        if (!reader_.expect(entry.value, Node::Kind::mapping)) continue;
        if (entry.name == "general_settings") {
            read_general_settings(entry.value);
        } else if (entry.name == "router_settings") {
            read_router_settings(entry.value);
        } else {
            read_litellm_settings(entry.value);
        }
    }
    for (std::string& line : reader_.take_warnings()) into_.lost.push_back(std::move(line));
}

void LitellmReader::read_general_settings(const Node& settings) {
    for (const Entry& entry : settings.entries) {
        if (entry.name == "master_key") {
            read_master_key(entry.value);
        } else {
            note_lost(entry);
        }
    }
}

void LitellmReader::read_router_settings(const Node& settings) {
    for (const Entry& entry : settings.entries) {
        if (entry.name == "model_group_alias") {
            const Reader::Step step = reader_.into(entry.name);
            read_aliases(entry.value);
        } else if (entry.name == "timeout") {
            read_timeout(entry);
        } else {
            note_lost(entry);
        }
    }
}

void LitellmReader::read_litellm_settings(const Node& settings) {
    for (const Entry& entry : settings.entries) {
        if (entry.name == "request_timeout") {
            read_timeout(entry);
        } else {
            note_lost(entry);
        }
    }
}

void LitellmReader::read_master_key(const Node& node) {
    const Reader::Step step = reader_.into("master_key");
    if (node.kind != Node::Kind::scalar) return note(node, "not carried over: it is not text");
    const ConfigText secret = to_config_text(node.scalar);
    if (!is_reference(secret)) {
        const auto fault = check_secret(node.scalar, key_secret_bytes_min, secret_bytes_max);
        if (fault) return note(node, "not carried over: a key " + *fault);
        note(node, "a key stands in the file as it is: an environment variable would be safer");
    }
    into_.keys.push_back({"master", secret});
}

// "gpt-4": "gpt-4o", or "gpt-4": {"model": "gpt-4o", "hidden": true}. An alias is a model with the same targets.
void LitellmReader::read_aliases(const Node& aliases) {
    if (!reader_.expect(aliases, Node::Kind::mapping)) return;
    for (const Entry& entry : aliases.entries) {
        const Reader::Step step = reader_.into(entry.name);
        const Node* named = entry.value.kind == Node::Kind::mapping ? entry.value.find("model") : &entry.value;
        if (named && named != &entry.value) note(entry.value, "the alias is shown in the list of models, hidden or not");
        const auto of = std::find_if(into_.models.begin(), into_.models.end(),
                                     [&](const ImportedModel& model) { return named && model.id == to_config_text(named->scalar); });
        const auto taken =
            std::find_if(into_.models.begin(), into_.models.end(), [&](const ImportedModel& model) { return model.id == entry.name; });
        if (of == into_.models.end()) {
            note(entry.value, "not carried over: there is no such model in model_list");
        } else if (taken != into_.models.end()) {
            note(entry.value, "not carried over: a model of this name is in model_list");
        } else if (auto fault = check_model_id(entry.name)) {
            note(entry.value, "not carried over: the id " + *fault);
        } else {
            into_.models.push_back(ImportedModel{entry.name, std::vector<ImportedTarget>(of->targets), {}});
        }
    }
}

void LitellmReader::read_timeout(const Entry& entry) {
    const Node& node = entry.value;
    const Reader::Step step = reader_.into(entry.name);
    if (!into_.total_timeout.empty()) return note(node, "not carried over: a timeout was stated before");
    const auto timeout = parse_duration(node.scalar + "s");
    const bool fits = timeout && *timeout >= std::chrono::seconds(1) && *timeout <= std::chrono::hours(24);
    if (!fits) return note(node, "not carried over: only whole seconds, 1 to 86400, are");
    into_.total_timeout = print_duration(*timeout);
}

}  // namespace parley::config
