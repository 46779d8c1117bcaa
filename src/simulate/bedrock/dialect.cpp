// dialect.cpp: Amazon Bedrock's Converse API behind the simulator's one interface.
#include "simulate/dialect.hpp"

#include "simulate/bedrock/address.hpp"
#include "simulate/bedrock/question.hpp"
#include "simulate/bedrock/reply_print.hpp"
#include "simulate/bedrock/reply_sequence.hpp"
#include "simulate/bedrock/signature.hpp"

namespace parley::simulate {
namespace {

class BedrockDialect final : public Dialect {
  public:
    std::optional<Error> deny(const Arrival& arrival) const override {
        const bedrock::Received received{
            arrival.head.method_text, arrival.head.target.path, arrival.head.target.query, arrival.head.fields, arrival.body, arrival.now};
        const std::optional<bedrock::Denial> denial = bedrock::deny(received);
        if (!denial) return std::nullopt;
        return Error{
            .kind = ErrorKind::forbidden, .source = ErrorSource::downstream, .message = denial->message, .code = denial->exception};
    }
    Result<Question> read(std::string_view path, std::string_view body) const override {
        return bedrock::read_question(bedrock::read_address(path).value(), body);
    }
    std::string_view credential_field() const override { return "authorization"; }
    std::string_view request_id_field() const override { return "x-amzn-requestid"; }
    std::string_view id_prefix() const override { return {}; }
    std::string_view stream_type() const override { return "application/vnd.amazon.eventstream"; }
    std::string print(const Answer& answer, const CompletionIdentity&, bool with_finish) const override {
        return bedrock::print_reply(answer, with_finish);
    }
    std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity, const Question&) const override {
        return std::make_unique<bedrock::ReplySequence>(std::move(answer));
    }
    std::string print_error(const ErrorFacts& facts) const override { return bedrock::print_error(facts); }
    std::optional<ErrorField> error_field(const ErrorFacts& facts) const override {
        return ErrorField{"x-amzn-errortype", bedrock::exception_name(facts) + ":http://internal.amazon.com/coral/com.amazon.bedrock/"};
    }
};

}  // namespace

const Dialect& bedrock_dialect() {
    static const BedrockDialect dialect;
    return dialect;
}

}  // namespace parley::simulate
