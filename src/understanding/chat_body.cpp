#include "understanding/chat_body.hpp"

namespace parley::understanding {
namespace {

void append_message(std::string& out, std::string_view role, std::string_view content) {
    json::ObjectWriter message(out);
    message.string("role", role);
    message.string("content", content);
    message.close();
}

void append_messages(std::string& out, const Question& question, const FailedAnswer* failed) {
    out += '[';
    append_message(out, "system", question.instructions);
    append_message(out += ',', "user", question.material);
    if (failed) {
        // An empty turn is refused by some providers.
        append_message(out += ',', "assistant", failed->text.empty() ? "(nothing)" : failed->text);
        append_message(out += ',', "user",
                       "That is not what was asked for: " + std::string(failed->fault) + ". Give the whole answer again.");
    }
    out += ']';
}

void append_format(std::string& out, const Question& question) {
    json::ObjectWriter format(out);
    format.string("type", "json_schema");
    json::ObjectWriter schema(format.key("json_schema"));
    schema.string("name", question.name);
    schema.boolean("strict", true);
    schema.raw("schema", question.schema);
    schema.close();
    format.close();
}

}  // namespace

std::string print_chat_body(const Question& question, const ChatTerms& terms, const FailedAnswer* failed) {
    std::string out;
    json::ObjectWriter body(out);
    body.string("model", terms.model);
    append_messages(body.key("messages"), question, failed);
    body.integer("max_tokens", terms.max_tokens);
    if (terms.takes_schema) append_format(body.key("response_format"), question);
    if (terms.takes_effort && !question.effort.empty()) body.string("reasoning_effort", question.effort);
    body.close();
    return out;
}

}  // namespace parley::understanding
