#include "exchange/transcript_questions.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "catalog/token_estimate.hpp"
#include "exchange/accounting.hpp"
#include "exchange/beside.hpp"
#include "exchange/own_question.hpp"
#include "postprocess/json_repair/repair.hpp"
#include "understanding/chat_body.hpp"

namespace parley::exchange {
namespace {

using openai::Problems;
using understanding::Fault;

// Tokens. A model that thinks does so within its answer's.
constexpr std::int64_t answer_tokens_most = 16'000;
constexpr std::int64_t answer_tokens_usual = 8'000;  // where a model's limit is not known
constexpr std::int64_t context_tokens_usual = 32'000;
constexpr std::int64_t instruction_tokens = 1'000;

/// Beyond this a question is asked in parts, however much the model has room for: it reads less carefully.
constexpr std::size_t material_bytes_most = 300'000;
constexpr std::size_t material_bytes_least = 2'000;

/// How often a question is put: once, and once more with what was wrong with the answer.
constexpr int tries_max = 2;

/// Room in the account for retries beside the questions.
constexpr std::size_t spare_attempts = 8;

const ServedModel* understanding_model(const ExchangeContext& context) {
    const auto found = context.snapshot->models.find(context.snapshot->config.understanding.model);
    return found == context.snapshot->models.end() ? nullptr : &found->second;
}

std::int64_t answer_tokens_of(const catalog::Model& model) {
    const std::int64_t most = model.max_output_tokens > 0 ? std::min(model.max_output_tokens, answer_tokens_most) : answer_tokens_usual;
    const std::int64_t context = model.context_length > 0 ? model.context_length : context_tokens_usual;
    return std::min(most, context / 3);
}

understanding::ChatTerms terms_of(const catalog::Model& model) {
    using catalog::Parameter;
    understanding::ChatTerms terms;
    terms.model = model.id;
    terms.max_tokens = answer_tokens_of(model);
    terms.takes_schema = model.supports(Parameter::response_format);
    terms.takes_effort = model.supported_parameters.contains(Parameter::reasoning);  // a list that is not stated promises nothing
    return terms;
}

/// What a model wrote as JSON, mended where it is almost that. Nothing where a feature is content.
Fault read_answer(understanding::Feature& feature, std::size_t number, const OwnAnswer& answer) {
    if (answer.is_cut) return "it was too long and is cut off: be briefer";
    const auto mended = postprocess::json_repair::repair(answer.text);
    json::Document document;
    if (!mended || document.parse(mended.text)) return "it is not JSON";
    return feature.take(number, document.root());
}

/// It names a place of the answer, and quotes nothing of it.
Error not_done(const understanding::Feature& feature, const std::string& fault) {
    return Error{.kind = ErrorKind::upstream_error,
                 .source = ErrorSource::upstream,
                 .message = std::string(providers::public_message(ErrorKind::upstream_error)),
                 .problems = {std::string(feature.name()) + ": the model's answer is not what was asked for: " + fault}};
}

/// One round of all features.
class Round final : public Jobs {
  public:
    Round(ExchangeContext& context, const understanding::ChatTerms& terms, understanding::Work& work);

    std::size_t size() const { return asked_.size(); }
    const std::optional<Error>& error() const { return error_; }
    Task<bool> run(std::size_t job, http::StopSignal& stop) override;

  private:
    struct Asked {
        understanding::Feature* feature;
        std::size_t number;  // among the feature's
        understanding::Question question;
    };
    Task<std::optional<Error>> ask(const Asked& asked, http::StopSignal& stop);

    ExchangeContext& context_;
    const understanding::ChatTerms& terms_;
    std::vector<Asked> asked_;
    std::optional<Error> error_;  // the first
};

Round::Round(ExchangeContext& context, const understanding::ChatTerms& terms, understanding::Work& work)
    : context_(context), terms_(terms) {
    for (understanding::Feature* const feature : work.features()) {
        std::size_t number = 0;
        for (understanding::Question& question : feature->next_round()) asked_.push_back({feature, number++, std::move(question)});
    }
}

Task<bool> Round::run(std::size_t job, http::StopSignal& stop) {
    std::optional<Error> error = co_await ask(asked_[job], stop);
    if (error && !error_) error_ = std::move(error);
    co_return !error_;
}

Task<std::optional<Error>> Round::ask(const Asked& asked, http::StopSignal& stop) {
    OwnQuestion question;
    question.body = understanding::print_chat_body(asked.question, terms_, nullptr);
    if (asked_.size() > 1) question.kind = ledger::AttemptKind::map;
    for (int tries = 1;; ++tries) {
        Result<OwnAnswer> answer = co_await ask_own_question(context_, std::move(question), stop);
        if (!answer) co_return answer.error();
        const Fault fault = read_answer(*asked.feature, asked.number, *answer);
        if (!fault) co_return std::nullopt;
        if (tries == tries_max) co_return not_done(*asked.feature, *fault);
        const understanding::FailedAnswer failed{answer->text, *fault};
        question.body = understanding::print_chat_body(asked.question, terms_, &failed);
        question.kind = ledger::AttemptKind::retry;
    }
}

/// So much of a text takes so many tokens. What stands around its lines takes more for its length than what is said in most languages.
std::size_t bytes_within(std::int64_t tokens, catalog::Tokenizer tokenizer, std::string_view text) {
    constexpr std::int64_t bytes_per_token_most = 3;
    const std::int64_t taken = std::max<std::int64_t>(catalog::tokens_at_most(tokenizer, text), 1);
    const std::int64_t bytes = std::min(tokens * bytes_per_token_most, tokens * static_cast<std::int64_t>(text.size()) / taken);
    return static_cast<std::size_t>(std::max<std::int64_t>(text.empty() ? tokens : bytes, 0));
}

std::optional<Error> check_length(std::size_t questions) {
    if (questions <= transcript_questions_max) return std::nullopt;
    return openai::invalid_request(Problems::one("the transcript is too long for what is asked of it: it takes " +
                                                     std::to_string(questions) + " questions to the model, and there may be " +
                                                     std::to_string(transcript_questions_max),
                                                 "transcript_id"));
}

}  // namespace

understanding::Room understanding_room(const ExchangeContext& context, const transcripts::Transcript& transcript) {
    const ServedModel* const served = understanding_model(context);
    if (!served) return {};
    const std::int64_t length = served->model.context_length > 0 ? served->model.context_length : context_tokens_usual;
    const std::int64_t answer = answer_tokens_of(served->model);
    const std::size_t material = bytes_within(length - answer - instruction_tokens, served->model.tokenizer, transcript.text);
    return {std::clamp(material, material_bytes_least, material_bytes_most), static_cast<std::size_t>(answer)};
}

Task<std::optional<Error>> ask_about_transcript(ExchangeContext& context, understanding::Work& work) {
    const ServedModel* const served = understanding_model(context);
    if (!served) {
        co_return openai::invalid_request(
            Problems::one("speech_understanding.request asks for what needs a model, and none is configured: see understanding.model"));
    }
    context.record.account.asked_model = served->model.id;
    const understanding::ChatTerms terms = terms_of(served->model);
    for (bool is_first = true;; is_first = false) {
        Round round(context, terms, work);
        if (round.size() == 0) co_return std::nullopt;
        if (auto error = check_length(round.size())) co_return error;
        if (is_first) expect_attempts(context, tries_max * (round.size() + 1) + spare_attempts);
        const bool done = co_await run_beside(context, round, round.size(), transcript_questions_beside);
        if (!done) co_return round.error();
    }
}

}  // namespace parley::exchange
