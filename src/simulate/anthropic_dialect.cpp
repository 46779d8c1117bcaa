// anthropic_dialect.cpp: Anthropic's Messages API behind the simulator's one interface.
#include "simulate/anthropic_events.hpp"
#include "simulate/anthropic_print.hpp"
#include "simulate/anthropic_question.hpp"
#include "simulate/dialect.hpp"

namespace parley::simulate {
namespace {

class AnthropicDialect final : public Dialect {
  public:
    Result<Question> read(std::string_view path, std::string_view body) const override {
        return read_anthropic_question(body, read_vertex_address(path));
    }
    std::string_view credential_field() const override { return "x-api-key"; }
    std::string_view request_id_field() const override { return "request-id"; }
    std::string_view id_prefix() const override { return "msg_"; }
    std::string print(const Answer& answer, const CompletionIdentity& identity, bool with_finish) const override {
        return print_anthropic_message(answer, identity, with_finish);
    }
    std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity identity, const Question&) const override {
        return std::make_unique<AnthropicEvents>(std::move(answer), std::move(identity));
    }
    std::string print_error(const ErrorFacts& facts) const override { return print_anthropic_error(facts); }
};

}  // namespace

const Dialect& anthropic_dialect() {
    static const AnthropicDialect dialect;
    return dialect;
}

}  // namespace parley::simulate
