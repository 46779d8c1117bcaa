// call.hpp: one call of one target: the request, aimed at it and encoded for it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "exchange/candidate.hpp"
#include "ledger/attempt_kind.hpp"
#include "routing/route.hpp"

namespace parley::exchange {

/// Views into the request's body; the candidate outlives it. Neither copied nor moved: what is being sent points into it.
class Call {
  public:
    Call(const Candidate& candidate, const routing::Step& step);
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    /// From here on the provider is asked the same with a correction behind it (ChatTurn::ask_again). The error says why it cannot be
    /// read; then nothing may be asked.
    std::optional<Error> correct(const ExchangeContext& context, std::string_view correction);

    /// The error says why the target's provider cannot be asked this.
    std::optional<Error> encode(const ExchangeContext& context);

    /// What the caller wants, whatever else the provider may be told.
    const openai::ChatRequest& request() const { return *candidate_.request; }
    const ServedModel& served() const { return *candidate_.served; }
    const std::string& model_id() const { return served().model.id; }
    const catalog::Model& model() const { return served().model; }
    const ResolvedTarget& target() const { return candidate_.target(place_.target); }
    /// Its stream, if it breaks off, is to be gone on with.
    bool resumes() const { return candidate_.resumes; }
    const providers::UpstreamRequest& encoded() const { return encoded_; }
    routing::Place place() const { return place_; }
    /// Why it is made, as the ledger says it.
    ledger::AttemptKind kind() const { return kind_; }
    /// For one of several calls that make one answer.
    void set_kind(ledger::AttemptKind kind) { kind_ = kind; }

    /// The number of its latest attempt in the account.
    std::size_t attempt() const { return attempt_; }
    void set_attempt(std::size_t number) { attempt_ = number; }

    /// Where the provider has named a field that it does not take, the request is mended, once.
    void mend(const providers::UpstreamFailure& failure);
    /// True when the last failure was mended: encoded() is now without what the provider refused, and worth another attempt.
    bool take_mended();

  private:
    void ask_for_stream();
    /// What the provider is asked.
    openai::ChatRequest& asked() const { return corrected_ ? *corrected_->request : *candidate_.request; }

    const Candidate& candidate_;
    std::unique_ptr<OwnRequest> corrected_;  // null: what the caller sent
    routing::Place place_;
    ledger::AttemptKind kind_;
    std::size_t attempt_ = 0;
    providers::UpstreamRequest encoded_;
    std::optional<providers::UpstreamRequest> mended_;  // until it is taken
    bool was_mended_ = false;
};

}  // namespace parley::exchange
