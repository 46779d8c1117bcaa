#include "simulate/dialect.hpp"

#include "simulate/chunk_sequence.hpp"
#include "simulate/gemini/address.hpp"
#include "simulate/responses.hpp"

namespace parley::simulate {

namespace {

class OpenAi final : public Dialect {
  public:
    Result<Question> read(const http::RequestHead& head, std::string_view body) const override {
        Result<Question> question = read_question(body);
        if (question) question->credential = head.fields.find("authorization");
        return question;
    }
    std::string_view id_prefix() const override { return "chatcmpl-"; }
    std::string print(const Answer& answer, const CompletionIdentity& identity, bool with_finish) const override {
        return print_completion(answer, identity, with_finish);
    }
    std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity identity, const Question& question) const override {
        return std::make_unique<ChunkSequence>(std::move(answer), std::move(identity), question.include_usage);
    }
    http::Response page(const Faults& faults, std::string_view quoted) const override { return page_response(faults, quoted); }
    http::Response refusal(const Error& error) const override { return refusal_response(error); }
};

}  // namespace

const Dialect& openai_dialect() {
    static const OpenAi dialect;
    return dialect;
}

const Dialect* dialect_at(std::string_view path) {
    if (path == "/chat/completions" || path == "/v1/chat/completions") return &openai_dialect();
    return gemini::read_address(path) ? &gemini_dialect() : nullptr;
}

}  // namespace parley::simulate
