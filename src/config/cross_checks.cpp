#include "config/cross_checks.hpp"

#include <map>
#include <string_view>

#include "config/builtin_models.hpp"
#include "config/listeners.hpp"
#include "config/nearest_name.hpp"

namespace parley::config {
namespace {

/// The place of list[index].name; of the item when it has no such value.
Mark mark_of(const Node& list, std::size_t index, std::string_view name) {
    const Node& item = list.items[index];
    const Node* value = item.find(name);
    return value ? value->mark : item.mark;
}

/// Says where a value stands that another one of the same list has as well. Empty ones were complained of before.
class Uniqueness {
  public:
    Uniqueness(Reader& reader, const Node& list, std::string_view name) : reader_(reader), list_(list), name_(name) {}

    void check(std::size_t index, std::string_view value) {
        if (value.empty()) return;
        const auto [first, added] = first_.emplace(value, index);
        if (added) return;
        const Reader::Step item = reader_.at(index);
        const Reader::Step field = reader_.into(name_);
        reader_.problem(mark_of(list_, index, name_), "is the same as that of entry " + std::to_string(first->second),
                        "the first is in line " + std::to_string(mark_of(list_, first->second, name_).line));
    }

  private:
    Reader& reader_;
    const Node& list_;
    std::string_view name_;
    std::map<std::string_view, std::size_t> first_;
};

void check_keys(Reader& reader, const Node& list, const Config& config) {
    const Reader::Step step = reader.into("keys");
    Uniqueness names(reader, list, "name");
    Uniqueness secrets(reader, list, "secret");
    for (std::size_t i = 0; i < config.keys.size(); ++i) {
        names.check(i, config.keys[i].name);
        secrets.check(i, config.keys[i].secret.reveal());
    }
}

// Whoever may ask a model something could otherwise make keys.
void check_admin_key(Reader& reader, const Node& node, const Config& config) {
    if (config.admin_key.empty()) return;
    const Reader::Step step = reader.into("admin_key");
    for (std::size_t i = 0; i < config.keys.size(); ++i) {
        if (config.keys[i].secret == config.admin_key) {
            reader.problem(node.mark, "must not be a caller's key, as keys[" + std::to_string(i) + "].secret is");
        }
    }
}

void check_target(Reader& reader, const Node& node, const catalog::Target& target, const Config& config) {
    const Node* provider = node.find("provider");
    if (!provider || target.provider.empty() || config.providers.contains(target.provider)) return;
    std::vector<std::string> known;
    for (const auto& [name, unused] : config.providers) known.push_back(name);
    const auto nearest = nearest_name(target.provider, known);
    const Reader::Step step = reader.into("provider");
    reader.problem(provider->mark, "is not one of `providers`", nearest ? "did you mean '" + *nearest + "'?" : "");
}

const catalog::Model* find_model(std::string_view id, const Config& config) {
    for (const catalog::Model& model : config.models) {
        if (model.id == id) return &model;
    }
    return config.catalog == Catalog::builtin ? find_builtin_model(id) : nullptr;
}

/// One step only: whoever is asked in its place must answer himself, so that there are no circles.
void check_replacement(Reader& reader, const Node& item, const catalog::Model& model, const Config& config) {
    const Node* node = item.find("replaced_by");
    if (!node || model.replaced_by.empty()) return;
    const Reader::Step step = reader.into("replaced_by");
    const catalog::Model* replacement = find_model(model.replaced_by, config);
    if (!replacement) {
        reader.problem(node->mark, "is not the id of a model");
    } else if (!replacement->replaced_by.empty()) {
        reader.problem(node->mark, "must be a model that is not replaced itself");
    }
}

void check_understanding(Reader& reader, const Node& node, const Config& config) {
    const Node* model = node.find("model");
    if (!model || config.understanding.model.empty() || find_model(config.understanding.model, config)) return;
    const Reader::Step step = reader.into("understanding");
    const Reader::Step field = reader.into("model");
    reader.problem(model->mark, "is not the id of a model");
}

void check_targets(Reader& reader, const Node& list, const Config& config) {
    for (std::size_t i = 0; i < config.models.size(); ++i) {
        const Node* targets = list.items[i].find("targets");
        const Reader::Step model = reader.at(i);
        const Reader::Step field = reader.into("targets");
        for (std::size_t j = 0; j < config.models[i].targets.size(); ++j) {
            const Reader::Step target = reader.at(j);
            check_target(reader, targets->items[j], config.models[i].targets[j], config);
        }
    }
}

void check_models(Reader& reader, const Node& list, const Config& config) {
    const Reader::Step step = reader.into("models");
    Uniqueness ids(reader, list, "id");
    for (std::size_t i = 0; i < config.models.size(); ++i) {
        ids.check(i, config.models[i].id);
        const Reader::Step at = reader.at(i);
        check_replacement(reader, list.items[i], config.models[i], config);
    }
    check_targets(reader, list, config);
}

/// Of a provider whose requests are signed.
std::string_view fault_of_signed_region(const Provider& provider) {
    const std::string& host = provider.base_url.host;
    const bool is_aws = host.starts_with("bedrock-runtime") && host.find(".amazonaws.com") != std::string::npos;
    if (!provider.aws_region.empty() || is_aws) return {};
    return "aws_region is missing: base_url does not name the region that requests are signed for";
}

/// `has_keys`: credentials of AWS are configured.
std::string_view fault_of_role(const Provider& provider, bool has_keys) {
    if (provider.aws_role == AwsRole::none) {
        const bool is_stated = !provider.aws_role_url.host.empty() || !provider.aws_role_authorization.empty();
        return is_stated ? "aws_role_url and aws_role_authorization belong to an aws_role" : std::string_view();
    }
    if (provider.dialect != Dialect::bedrock) return "aws_role is of the dialect bedrock only";
    if (has_keys || !provider.credential.empty()) return "either an aws_role or credentials, not both";
    if (provider.aws_role == AwsRole::container && provider.aws_role_url.host.empty())
        return "aws_role_url is missing: where a container is given credentials";
    if (provider.aws_role == AwsRole::instance && !provider.aws_role_authorization.empty())
        return "aws_role_authorization is of a container only";
    return {};
}

/// What is wrong with credentials that are not simply shown; empty when nothing is.
std::string_view fault_of_credentials(const Provider& provider) {
    const bool is_google = provider.dialect == Dialect::gemini || provider.dialect == Dialect::anthropic;
    if (!provider.service_account.empty() && !is_google) return "service_account is of the dialects gemini and anthropic only";
    if (!provider.service_account.empty() && !provider.credential.empty()) return "either a credential or a service_account, not both";
    const bool is_signed = !provider.access_key_id.empty();
    const bool is_stated = is_signed || !provider.secret_access_key.empty() || !provider.session_token.empty();
    if (const std::string_view fault = fault_of_role(provider, is_stated); !fault.empty()) return fault;
    if (provider.aws_role != AwsRole::none) return fault_of_signed_region(provider);
    if (!is_stated) return {};
    if (provider.dialect != Dialect::bedrock) return "access_key_id is of the dialect bedrock only";
    if (!is_signed || provider.secret_access_key.empty()) return "access_key_id and secret_access_key belong together";
    if (!provider.credential.empty()) return "either a credential or an access_key_id, not both";
    return fault_of_signed_region(provider);
}

void check_providers(Reader& reader, const Node& providers, const Config& config) {
    const Reader::Step step = reader.into("providers");
    for (const Entry& entry : providers.entries) {
        const Provider& provider = config.providers.at(entry.name);
        if (const std::string_view fault = fault_of_credentials(provider); !fault.empty()) {
            const Reader::Step name = reader.into(entry.name);
            reader.problem(entry.value.mark, std::string(fault));
        }
        const bool in_clear = provider.base_url.scheme == BaseUrl::Scheme::http && !provider.base_url.host.empty();
        if (!in_clear || provider.credential.empty() || provider.base_url.is_loopback()) continue;
        const Reader::Step name = reader.into(entry.name);
        reader.warn(entry.mark, "the credential and all prompts travel in clear: base_url is not https");
    }
}

void check_speech_to_text(Reader& reader, const Node& list, const Config& config) {
    const Reader::Step step = reader.into("speech_to_text");
    Uniqueness regions(reader, list, "region");
    for (std::size_t i = 0; i < config.speech_to_text.size(); ++i) {
        const SpeechToText& service = config.speech_to_text[i];
        regions.check(i, service.region);
        const bool in_clear = service.base_url.scheme == BaseUrl::Scheme::http && !service.base_url.is_loopback();
        const Reader::Step at = reader.at(i);
        if (in_clear) reader.warn(list.items[i].mark, "the credential, audio and transcripts travel in clear: base_url is not https");
    }
}

}  // namespace

void check_together(Reader& reader, const Node& root, const Config& config) {
    check_listeners(reader, root, config);
    if (const Node* keys = root.find("keys")) check_keys(reader, *keys, config);
    if (const Node* admin_key = root.find("admin_key")) check_admin_key(reader, *admin_key, config);
    const Node* providers = root.find("providers");
    if (providers && providers->kind == Node::Kind::mapping) check_providers(reader, *providers, config);
    if (const Node* speech = root.find("speech_to_text")) check_speech_to_text(reader, *speech, config);
    if (const Node* understanding = root.find("understanding")) check_understanding(reader, *understanding, config);
    const Node* models = root.find("models");
    if (models) check_models(reader, *models, config);
}

}  // namespace parley::config
