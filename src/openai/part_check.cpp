#include "openai/part_check.hpp"

#include <array>
#include <string_view>

namespace parley::openai {
namespace {

/// Where a part is. Written only when there is something to say about it.
std::string place(std::size_t message, std::size_t part, std::string_view rest = {}) {
    return "messages[" + std::to_string(message) + "].content[" + std::to_string(part) + "]" + std::string(rest);
}

/// A type other than text, where it is remembered, and the member that holds it.
struct PartKind {
    std::string_view type;
    std::string ConversationParts::*first;
};
constexpr std::array kinds = {
    PartKind{"image_url", &ConversationParts::image},
    PartKind{"input_audio", &ConversationParts::audio},
    PartKind{"file", &ConversationParts::file},
};

bool is_text(json::Value type) { return type.equals("text") || type.equals("input_text"); }

bool is_of_an_answer(json::Value type) { return type.equals("refusal") || type.equals("thinking"); }

}  // namespace

void check_parts(json::Value content, std::size_t message, ConversationParts& parts, Problems& problems) {
    std::size_t position = 0;
    for (const json::Value part : content.elements()) {
        const std::size_t here = position++;
        if (problems.full()) return;
        const json::Value type = part.find("type");
        if (!part.is(json::Kind::object)) {
            problems.add(place(message, here, " must be an object"));
        } else if (!type.is(json::Kind::string)) {
            problems.add(place(message, here, ".type must be a string"));
        } else if (is_text(type)) {
            if (!part.find("text").is(json::Kind::string)) problems.add(place(message, here, ".text must be a string"));
        } else if (!is_of_an_answer(type)) {
            const PartKind* known = nullptr;
            for (const PartKind& kind : kinds) {
                if (type.equals(kind.type)) known = &kind;
            }
            if (!known) {
                problems.add(place(message, here, ".type must be text, image_url, input_audio or file"));
            } else if ((parts.*known->first).empty()) {
                parts.*known->first = place(message, here);
            }
        }
    }
}

}  // namespace parley::openai
