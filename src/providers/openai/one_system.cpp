#include "providers/openai/one_system.hpp"

#include "json/splice.hpp"
#include "json/write.hpp"

namespace parley::providers::openai_dialect {
namespace {

bool instructs(json::Value message) {
    const json::Value role = message.find("role");
    return role.equals("system") || role.equals("developer");
}

/// Appends the text of content, escaped. False when it is not only text.
bool append_text(std::string& escaped, json::Value content) {
    if (content.is_missing()) return true;
    if (content.is(json::Kind::string)) {
        escaped += content.escaped();
        return true;
    }
    for (const json::Value part : content.elements()) {
        const json::Value text = part.find("text");
        if (!text.is(json::Kind::string)) return false;
        escaped += text.escaped();
    }
    return content.is(json::Kind::array);
}

}  // namespace

std::optional<std::string> with_one_system(const json::Document& document) {
    const json::Value messages = document.root().find("messages");
    std::string instructions, others;
    std::size_t count = 0;
    for (const json::Value message : messages.elements()) {
        if (!instructs(message)) {
            others += ',';
            others += message.raw();
            continue;
        }
        if (count++ > 0) instructions += "\\n\\n";
        if (!append_text(instructions, message.find("content"))) return std::nullopt;
    }
    const bool is_one_and_first = count == 0 || (count == 1 && instructs(*messages.elements().begin()));
    if (is_one_and_first) return std::nullopt;
    json::Splice splice(document);
    splice.replace(messages, R"([{"role":"system","content":")" + instructions + "\"}" + others + "]");
    return splice.join();
}

}  // namespace parley::providers::openai_dialect
