// litellm_model_list.cpp: `model_list`: deployments to targets, and the addresses and keys in them to providers.
#include <algorithm>

#include "config/base_url.hpp"
#include "config/litellm_prefixes.hpp"
#include "config/litellm_reader.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {
namespace {

/// Parts of litellm_params that are understood; everything else in them is noted.
constexpr std::string_view understood[] = {"model", "api_base", "base_url", "api_key", "custom_llm_provider"};

bool is_understood(std::string_view name) { return std::find(std::begin(understood), std::end(understood), name) != std::end(understood); }

struct PrefixedModel {
    std::string_view prefix;  // empty: LiteLLM would guess, and it is not plain what
    std::string_view model;
};

PrefixedModel split_model(std::string_view text, std::string_view stated_provider) {
    const std::size_t slash = text.find('/');
    const std::string_view first = slash == std::string_view::npos ? std::string_view() : text.substr(0, slash);
    if (!stated_provider.empty() && first != stated_provider) return {stated_provider, text};
    if (!first.empty()) return {first, text.substr(slash + 1)};
    return {guess_litellm_prefix(text), text};
}

/// What the deployment is for: chat, unless model_info says embedding, image_generation, audio_transcription, ...
std::string_view mode_of(const Node& entry) {
    const Node* information = entry.find("model_info");
    const Node* mode = information ? information->find("mode") : nullptr;
    return mode && mode->kind == Node::Kind::scalar ? std::string_view(mode->scalar) : "chat";
}

/// Why an entry cannot become a target, whoever answers for it; empty when it can.
std::string obstacle_of(const Node& entry, const ConfigText& id) {
    if (const auto mode = mode_of(entry); mode != "chat") return "its mode is " + quoted(mode) + ": only chat is served";
    if (id.find('*') != std::string::npos) return "patterns of models are not supported: list each model";
    if (auto fault = check_model_id(id)) return "the id " + *fault;
    return {};
}

std::string without_last_slashes(std::string text) {
    text.resize(text.find_last_not_of('/') + 1);
    return text;
}

/// Where an api_base leads, once the path that LiteLLM adds by itself stands behind it.
ConfigText base_url_of(const ConfigText& api_base, std::string_view path) {
    const std::string base = without_last_slashes(api_base);
    return base.ends_with(path) ? base : base + std::string(path);
}

}  // namespace

void LitellmReader::read_model_list(const Node& list) {
    const Reader::Step step = reader_.into("model_list");
    if (!reader_.expect(list, Node::Kind::sequence)) return;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const Reader::Step item = reader_.at(i);
        if (reader_.expect(list.items[i], Node::Kind::mapping)) read_entry(list.items[i]);
    }
}

void LitellmReader::read_entry(const Node& entry) {
    for (const char* name : {"model_name", "litellm_params"}) {
        if (!entry.find(name)) reader_.problem(entry.mark, "has no " + std::string(name));
    }
    const auto id = text_of(entry, "model_name");
    const Node* parameters = entry.find("litellm_params");
    if (!id || !parameters) return;
    for (const Entry& part : entry.entries) {
        if (part.name != "model_name" && part.name != "litellm_params") note_lost(part);
    }
    ImportedTarget target = read_target(*parameters, obstacle_of(entry, *id));
    ImportedModel& model = model_named(*id);
    if (!target.obstacle.empty()) note(entry, "the entry is not carried over: " + target.obstacle);
    if (model.targets.size() < catalog::targets_max) {
        model.targets.push_back(std::move(target));
    } else {
        note(entry, "the entry is not carried over: a model has at most " + std::to_string(catalog::targets_max) + " targets");
    }
    for (std::string& line : reader_.take_warnings()) model.lost.push_back(std::move(line));
}

ImportedTarget LitellmReader::read_target(const Node& parameters, std::string obstacle) {
    const Reader::Step step = reader_.into("litellm_params");
    if (!reader_.expect(parameters, Node::Kind::mapping)) return {};
    if (!parameters.find("model")) reader_.problem(parameters.mark, "has no model");
    const auto model = text_of(parameters, "model");
    if (!model) return {};
    note_parameters(parameters);
    const auto stated_provider = text_of(parameters, "custom_llm_provider");
    const PrefixedModel split = split_model(*model, stated_provider ? std::string_view(*stated_provider) : std::string_view());
    const LitellmPrefix* prefix = find_litellm_prefix(split.prefix);
    ImportedTarget target{prefix ? std::string(prefix->provider) : "unknown", std::string(split.model), std::move(obstacle)};
    if (!target.obstacle.empty()) return target;
    if (split.prefix.empty()) {
        target.obstacle = "the model names no provider, such as openai/ in front of it";
    } else if (!prefix) {
        target.obstacle = "the provider " + quoted(split.prefix) + " is not known here";
    } else if (!prefix->obstacle.empty()) {
        target.obstacle = std::string(prefix->provider) + ": " + std::string(prefix->obstacle);
    } else {
        const bool is_short = !prefix->model_path.empty() && !target.model.starts_with("accounts/");
        if (is_short) target.model.insert(0, prefix->model_path);
        if (auto fault = check_model_id(target.model)) target.obstacle = "the model " + *fault;
        if (target.obstacle.empty()) target.provider = provider_for(parameters, *prefix, target.obstacle);
    }
    return target;
}

void LitellmReader::note_parameters(const Node& parameters) {
    for (const Entry& entry : parameters.entries) {
        if (!is_understood(entry.name)) note_lost(entry);
    }
}

std::string LitellmReader::provider_for(const Node& parameters, const LitellmPrefix& prefix, std::string& obstacle) {
    const std::string base_name = parameters.find("api_base") ? "api_base" : "base_url";
    const auto api_base = text_of(parameters, base_name);
    auto api_key = text_of(parameters, "api_key");
    ImportedProvider provider{std::string(prefix.provider), std::string(prefix.base_url), "", "", std::string(prefix.dialect)};
    if (api_base) provider.base_url = base_url_of(*api_base, prefix.path);
    if (!api_base) provider.region = prefix.region;
    if (provider.base_url.empty()) obstacle = "api_base is missing: nobody knows where it lives";
    if (api_base && !is_reference(provider.base_url) && !parse_base_url(provider.base_url)) {
        obstacle = "its api_base is no URL that can be asked";
    }
    if (api_key && !is_reference(*api_key)) {
        const Reader::Step step = reader_.into("api_key");
        note(*parameters.find("api_key"), "a key stands in the file as it is: an environment variable would be safer");
        if (auto fault = check_secret(*api_key, 1, secret_bytes_max)) obstacle = "its api_key " + *fault;
    }
    if (!api_key && !prefix.variable.empty()) {
        if (api_base && prefix.provider == "openai") {
            note(parameters, "no api_key is stated, and OPENAI_API_KEY is not sent to a host that is not OpenAI's");
        } else {
            api_key = "${" + std::string(prefix.variable) + "}";
        }
    }
    if (!obstacle.empty()) return provider.name;
    provider.credential = api_key.value_or("");
    return name_of_provider(std::move(provider));
}

// One provider for each address and key: a second of the same kind gets a number.
std::string LitellmReader::name_of_provider(ImportedProvider provider) {
    const std::string first_name = provider.name;
    for (std::size_t number = 2;; ++number) {
        const auto taken = std::find_if(into_.providers.begin(), into_.providers.end(),
                                        [&](const ImportedProvider& each) { return each.name == provider.name; });
        if (taken == into_.providers.end()) break;
        if (taken->is_same_place(provider)) return taken->name;
        provider.name = first_name + "-" + std::to_string(number);
    }
    into_.providers.push_back(std::move(provider));
    return into_.providers.back().name;
}

ImportedModel& LitellmReader::model_named(const ConfigText& id) {
    const auto found = std::find_if(into_.models.begin(), into_.models.end(), [&](const ImportedModel& model) { return model.id == id; });
    if (found != into_.models.end()) return *found;
    return into_.models.emplace_back(ImportedModel{id, {}, {}});
}

}  // namespace parley::config
