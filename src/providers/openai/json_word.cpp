#include "providers/openai/json_word.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "json/splice.hpp"
#include "json/write.hpp"
#include "providers/form_in_words.hpp"

namespace parley::providers::openai_dialect {
namespace {

using catalog::ResponseFormat;

bool knows_schemas(const RequestEdit& edit) {
    const auto& known = edit.rules.supports.response_format;
    return std::find(known.begin(), known.end(), ResponseFormat::json_schema) != known.end();
}

bool speaks_of_json(std::string_view text) {
    constexpr std::string_view word = "json";
    const auto same = [](char one, char other) { return one == other || one == other - ('a' - 'A'); };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

/// A message of instructions and nothing else, which the sentence can be added to.
bool takes_more(json::Value message) {
    const json::Value role = message.find("role");
    const bool instructs = role.equals("system") || role.equals("developer");
    return instructs && message.size() == 2 && message.find("content").is(json::Kind::string);
}

/// The conversation with an escaped sentence. A prompt stands for the one message that there is.
std::string messages_with(const openai::ChatRequest& request, const std::string& sentence) {
    std::string instructions, others;
    bool is_first = true;
    for (const json::Value message : request.messages.elements()) {
        if (std::exchange(is_first, false) && takes_more(message)) {
            instructions.append(message.find("content").escaped()).append("\\n\\n");
        } else {
            (others += ',') += message.raw();
        }
    }
    if (request.prompt) others.append(R"(,{"role":"user","content":)").append(request.prompt.raw()) += '}';
    return R"([{"role":"system","content":")" + instructions + sentence + "\"}" + others + "]";
}

}  // namespace

std::optional<std::string> with_json_word(const RequestEdit& edit) {
    if (!edit.rules.json_word) return std::nullopt;
    const json::Value format = edit.value(RequestField::response_format);
    const bool is_schema = format.find("type").equals("json_schema") && !knows_schemas(edit);
    if (!is_schema && !format.find("type").equals("json_object")) return std::nullopt;
    const openai::ChatRequest& request = edit.request;
    if (!is_schema && speaks_of_json(request.prompt ? request.prompt.raw() : request.messages.raw())) return std::nullopt;
    std::string sentence;
    json::append_escaped(sentence, form_in_words(format, request.tools.size() > 0));
    json::Splice splice(request.document);
    splice.remove("prompt");
    splice.set("messages", messages_with(request, sentence));
    if (is_schema) splice.replace(format, R"({"type":"json_object"})");
    return splice.join();
}

}  // namespace parley::providers::openai_dialect
