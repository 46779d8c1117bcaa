#include "simulate/dialect.hpp"
#include "simulate/gemini/question.hpp"
#include "simulate/gemini/reply_print.hpp"
#include "simulate/gemini/reply_sequence.hpp"
#include "simulate/responses.hpp"

namespace parley::simulate {

namespace {

class Gemini final : public Dialect {
  public:
    Result<Question> read(const http::RequestHead& head, std::string_view body) const override {
        const auto address = gemini::read_address(head.target.path);
        if (address && address->streams && head.target.query.find("alt=sse") == std::string_view::npos) {
            return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream,
                         .message = "only streams with alt=sse are simulated"};
        }
        Result<Question> question = gemini::read_question(address.value(), body);
        if (!question) return question;
        const std::string_view key = head.fields.find("x-goog-api-key");
        question->credential = key.empty() ? head.fields.find("authorization") : key;
        return question;
    }
    std::string_view id_prefix() const override { return {}; }
    std::string print(const Answer& answer, const CompletionIdentity& identity, bool with_finish) const override {
        const gemini::Progress all{answer.reasoning_tokens, answer.completion_tokens - answer.reasoning_tokens};
        const std::string_view finish = with_finish ? std::string_view(answer.finish_reason) : std::string_view();
        return gemini::print_reply(gemini::print_parts(answer, answer.shows_thoughts), finish, identity, answer, all);
    }
    std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity identity, const Question& question) const override {
        return std::make_unique<gemini::ReplySequence>(std::move(answer), std::move(identity), question.shows_thoughts);
    }
    /// How long to wait stands in the body: there is no field for it.
    http::Response page(const Faults& faults, std::string_view quoted) const override {
        http::Response response = page_response(faults, quoted);
        if (faults.body.value_or(PageBody::error) != PageBody::error) return response;
        response.fields.clear();
        const std::string_view message = quoted.empty() ? usual_error(response.status).message : quoted;
        response.body = gemini::print_status(response.status, message, faults.code, faults.retry_after);
        return response;
    }
    http::Response refusal(const Error& error) const override {
        http::Response response = refusal_response(error);
        response.body = gemini::print_status(response.status, error.message);
        return response;
    }
};

}  // namespace

const Dialect& gemini_dialect() {
    static const Gemini dialect;
    return dialect;
}

}  // namespace parley::simulate
