// openai_dialect.cpp: OpenAI's chat completions behind the simulator's one interface.
#include "simulate/chunk_sequence.hpp"
#include "simulate/dialect.hpp"

namespace parley::simulate {
namespace {

class OpenAiDialect final : public Dialect {
  public:
    Result<Question> read(std::string_view, std::string_view body) const override { return read_question(body); }
    std::string_view credential_field() const override { return "authorization"; }
    std::string_view request_id_field() const override { return "x-request-id"; }
    std::string_view id_prefix() const override { return "chatcmpl-"; }
    std::string print(const Answer& answer, const CompletionIdentity& identity, bool with_finish) const override {
        return print_completion(answer, identity, with_finish);
    }
    std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity identity, const Question& question) const override {
        return std::make_unique<ChunkSequence>(std::move(answer), std::move(identity), question.include_usage);
    }
    std::string print_error(const ErrorFacts& facts) const override {
        const UsualError& usual = usual_error(facts.status);
        return simulate::print_error(facts.message.empty() ? usual.message : facts.message, usual.type, facts.code.value_or(usual.code));
    }
};

}  // namespace

const Dialect& openai_dialect() {
    static const OpenAiDialect dialect;
    return dialect;
}

}  // namespace parley::simulate
