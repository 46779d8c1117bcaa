#include "openai/part_check.hpp"

#include <array>
#include <string_view>

namespace parley::openai {
namespace {

/// Where a part is. Written only when there is something to say about it.
std::string place(std::size_t message, std::size_t part, std::string_view rest = {}) {
    return "messages[" + std::to_string(message) + "].content[" + std::to_string(part) + "]" + std::string(rest);
}

/// A type other than text, which is also the name of the member that holds it.
struct PartKind {
    std::string_view type;
    std::string ConversationParts::*first;  // where the first of the kind is remembered
    std::string_view inner;                 // the text in that member that must be there; empty: any object does
    bool may_be_bare = false;               // some clients write that text where its object belongs
};
constexpr std::array kinds = {
    PartKind{"image_url", &ConversationParts::image, "url", true},
    PartKind{"input_audio", &ConversationParts::audio, "data"},
    PartKind{"file", &ConversationParts::file, ""},
};

const PartKind* kind_of(json::Value type) {
    for (const PartKind& kind : kinds) {
        if (type.equals(kind.type)) return &kind;
    }
    return nullptr;
}

/// What is wrong with a part of this kind; empty when nothing is.
std::string fault_of(json::Value part, const PartKind& kind) {
    const json::Value held = part.find(kind.type);
    if (kind.may_be_bare && held.is(json::Kind::string)) return {};
    if (kind.inner.empty()) return held.is(json::Kind::object) ? "" : "." + std::string(kind.type) + " must be an object";
    if (held.find(kind.inner).is(json::Kind::string)) return {};
    return "." + std::string(kind.type) + "." + std::string(kind.inner) + " must be a string";
}

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
        } else if (const PartKind* const kind = kind_of(type)) {
            if (const std::string fault = fault_of(part, *kind); !fault.empty()) problems.add(place(message, here, fault));
            if ((parts.*kind->first).empty()) parts.*kind->first = place(message, here);
        } else if (!is_of_an_answer(type)) {
            problems.add(place(message, here, ".type must be text, image_url, input_audio or file"));
        }
    }
}

}  // namespace parley::openai
