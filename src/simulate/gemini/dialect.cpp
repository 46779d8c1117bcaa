// dialect.cpp: the Gemini API behind the simulator's one interface.
#include "simulate/dialect.hpp"
#include "simulate/gemini/address.hpp"
#include "simulate/gemini/question.hpp"
#include "simulate/gemini/reply_print.hpp"
#include "simulate/gemini/reply_sequence.hpp"

namespace parley::simulate {
namespace {

class GeminiDialect final : public Dialect {
  public:
    Result<Question> read(std::string_view path, std::string_view body) const override {
        return gemini::read_question(gemini::read_address(path).value(), body);
    }
    std::string_view credential_field() const override { return "x-goog-api-key"; }
    std::string_view request_id_field() const override { return "x-request-id"; }
    std::string_view id_prefix() const override { return {}; }
    std::string print(const Answer& answer, const CompletionIdentity& identity, bool with_finish) const override {
        const gemini::Progress all{answer.reasoning_tokens, answer.completion_tokens - answer.reasoning_tokens};
        const std::string_view finish = with_finish ? std::string_view(answer.finish_reason) : std::string_view();
        return gemini::print_reply(gemini::print_parts(answer, answer.shows_thoughts), finish, identity, answer, all);
    }
    std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity identity, const Question& question) const override {
        return std::make_unique<gemini::ReplySequence>(std::move(answer), std::move(identity), question.shows_thoughts);
    }
    std::string print_error(const ErrorFacts& facts) const override { return gemini::print_status(facts); }
};

}  // namespace

const Dialect& gemini_dialect() {
    static const GeminiDialect dialect;
    return dialect;
}

}  // namespace parley::simulate
