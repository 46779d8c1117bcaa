#include "exchange/call.hpp"

#include <algorithm>
#include <utility>

#include "openai/longer_body.hpp"

namespace parley::exchange {
namespace {

ledger::AttemptKind kind_of(routing::Step::Kind step) {
    switch (step) {
        case routing::Step::Kind::retry: return ledger::AttemptKind::retry;
        case routing::Step::Kind::fallback: return ledger::AttemptKind::fallback;
        case routing::Step::Kind::hedge: return ledger::AttemptKind::hedge;
        case routing::Step::Kind::resume: return ledger::AttemptKind::resume;
        case routing::Step::Kind::primary:
        case routing::Step::Kind::give_up: break;
    }
    return ledger::AttemptKind::primary;
}

}  // namespace

Call::Call(const Candidate& candidate, const routing::Step& step) : candidate_(candidate), place_(step.place), kind_(kind_of(step.kind)) {}

std::optional<Error> Call::correct(const ExchangeContext& context, std::string_view correction) {
    corrected_ = std::make_unique<OwnRequest>();
    corrected_->body = openai::longer_body(request().root(), correction);
    return corrected_->request.read(context, corrected_->body);
}

std::optional<Error> Call::encode(const ExchangeContext& context) {
    for (openai::ChatRequest* const request : {candidate_.request, &asked()}) {
        request->default_max_tokens = context.snapshot->config.defaults.max_tokens;
    }
    ask_for_stream();
    Result<providers::UpstreamRequest> encoded = target().provider->encode(asked(), target().target);
    if (!encoded) return encoded.error();
    encoded_ = std::move(*encoded);
    return std::nullopt;
}

void Call::mend(const providers::UpstreamFailure& failure) {
    if (was_mended_) return;
    ask_for_stream();
    mended_ = target().provider->mend(asked(), target().target, failure);
}

/// Two calls may share a request, and only one of their models be able to stream.
void Call::ask_for_stream() {
    const bool streams = request().stream && model().supports(catalog::Parameter::stream);
    for (openai::ChatRequest* const request : {candidate_.request, &asked()}) request->upstream_streams = streams;
}

bool Call::take_mended() {
    if (!mended_) return false;
    was_mended_ = true;
    kind_ = ledger::AttemptKind::retry;
    for (std::string& name : encoded_.dropped) {
        const auto& known = mended_->dropped;
        if (std::find(known.begin(), known.end(), name) == known.end()) mended_->dropped.push_back(std::move(name));
    }
    encoded_ = *std::exchange(mended_, std::nullopt);
    return true;
}

}  // namespace parley::exchange
