#include "exchange/candidate.hpp"

#include <utility>

#include "exchange/model_gate.hpp"
#include "openai/fallbacks.hpp"

namespace parley::exchange {
namespace {

using catalog::ModelRegion;
using openai::Problems;

Error not_supported(const std::string& model) {
    return openai::invalid_request(Problems::one("model " + model + " is not supported"), "model_not_found");
}

/// The model that a host lists under that id; null: there is none.
const ServedModel* find_served(const ExchangeContext& context, const std::string& id) {
    const auto& models = context.snapshot->models;
    const auto found = models.find(id);
    const bool is_served = found != models.end() && catalog::is_served_at(found->second.model, residency_of(context));
    return is_served ? &found->second : nullptr;
}

/// A retired model answers no more; whoever replaces it answers under its own name.
std::optional<Error> find_model(const ExchangeContext& context, const std::string& id, std::int64_t now, Candidate& candidate) {
    candidate.served = find_served(context, id);
    if (!candidate.served) return not_supported(id);
    if (!candidate.served->model.retired(now)) return std::nullopt;
    candidate.served = find_served(context, candidate.served->model.replaced_by);
    if (candidate.served && !candidate.served->model.retired(now)) return std::nullopt;
    return openai::invalid_request(Problems::one("model " + id + " is retired"), "model_not_found");
}

/// Those of its targets that may answer: for their region, and for what they keep.
std::optional<Error> find_targets(const ExchangeContext& context, Candidate& candidate) {
    const catalog::Model& model = candidate.served->model;
    const catalog::Residency host = residency_of(context);
    const openai::ChatRequest& request = *candidate.request;
    if (request.is_global() && !host.obeys_global) {
        return openai::invalid_request(
            Problems::one("model_region global is not available on a host of region " + std::string(host.region)));
    }
    candidate.targets = catalog::targets_for(model, host, request.is_global() ? ModelRegion::global : ModelRegion::not_stated);
    if (candidate.targets.empty()) {
        return openai::invalid_request(Problems::one("model " + model.id + " answers only with model_region global", "model_region"));
    }
    if (!request.keeps_nothing()) return std::nullopt;
    candidate.targets = catalog::without_retention(model, candidate.targets);
    if (!candidate.targets.empty()) return std::nullopt;
    return openai::invalid_request(Problems::one("model " + model.id + " has no target with zero data retention", "zero_data_retention"));
}

std::optional<Error> find_candidate(const ExchangeContext& context, const std::string& id, std::int64_t now, Asker asker,
                                    Candidate& candidate) {
    if (auto error = find_model(context, id, now, candidate)) return error;
    if (auto error = find_targets(context, candidate)) return error;
    const catalog::Model& model = candidate.served->model;
    if (asker == Asker::caller && context.caller && !context.caller->may_use(model.id)) {  // the words are those of the public API
        return openai::invalid_request(Problems::one("Your account does not have access to this LLM Gateway model", "model"));
    }
    if (Problems problems = unsupported(*candidate.request, model); !problems.empty()) {
        return openai::invalid_request(std::move(problems));
    }
    return std::nullopt;
}

/// Where the mistake of a fallback stands.
Error in_fallback(Error error, std::size_t index) {
    const std::string place = "fallbacks[" + std::to_string(index) + "]";
    error.param = error.param.empty() ? place : place + '.' + error.param;
    return error;
}

}  // namespace

std::optional<Error> Candidates::find(const ExchangeContext& context, openai::ChatRequest& request, std::int64_t now, Asker asker) {
    candidates_[0].request = &request;
    count_ = 1;
    if (auto error = find_candidate(context, request.model, now, asker, candidates_[0])) return error;
    const openai::FallbackConfig config = openai::read_fallback_config(request.members);
    for (const json::Value entry : request.members.fallbacks.elements()) {
        if (count_ > config.depth) break;
        const std::size_t index = count_ - 1;
        if (auto error = add_fallback(context, request, entry, now, asker)) return in_fallback(std::move(*error), index);
    }
    for (std::size_t index = 0; index < count_; ++index) candidates_[index].resumes = config.resume;
    return std::nullopt;
}

std::optional<Error> Candidates::add_fallback(const ExchangeContext& context, openai::ChatRequest& request, json::Value entry,
                                              std::int64_t now, Asker asker) {
    Candidate& candidate = candidates_[count_++];
    candidate.request = &request;
    if (openai::overrides_fields(entry)) {
        candidate.own = std::make_unique<OwnRequest>();
        candidate.own->body = openai::fallback_body(request.root(), entry);
        if (auto error = candidate.own->request.read(context, candidate.own->body)) return error;
        candidate.request = &*candidate.own->request;
    }
    if (auto error = find_candidate(context, entry.find("model").string(), now, asker, candidate)) return error;
    const catalog::Model& model = candidate.served->model;
    if (!model.simulated || candidates_[0].served->model.simulated) return std::nullopt;
    return openai::invalid_request(Problems::one("model " + model.id + " makes up its answers, and is no fallback", "model"));
}

}  // namespace parley::exchange
