#include "understanding/wish.hpp"

#include <algorithm>

namespace parley::understanding {

std::size_t characters_in(std::string_view text) {
    const auto begins_one = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_one));
}

Wish::Wish(json::Value object, std::string_view feature, openai::Problems& problems)
    : object_(object), feature_(feature), problems_(problems) {
    if (!object.is(json::Kind::object)) problems.add(feature_ + " must be an object");
}

void Wish::note(std::string_view name, std::string_view is) const {
    problems_.add(feature_ + "." + std::string(name) + " " + std::string(is));
}

bool Wish::flag(std::string_view name, bool fallback) const {
    const json::Value value = object_.find(name);
    if (!value.is_missing() && !value.boolean()) note(name, "must be a boolean");
    return value.boolean().value_or(fallback);
}

std::string Wish::text(std::string_view name) const {
    const json::Value value = object_.find(name);
    if (value.is_missing()) return {};
    if (!value.is(json::Kind::string)) note(name, "must be a string");
    return value.string();
}

std::string Wish::choice(std::string_view name, std::vector<std::string_view> known) const {
    std::string chosen = text(name);
    if (chosen.empty() || std::find(known.begin(), known.end(), chosen) != known.end()) return chosen;
    std::string words;
    for (const std::string_view word : known) {
        if (!words.empty()) words += word == known.back() ? " or " : ", ";
        words += word;
    }
    note(name, "must be " + words);
    return chosen;
}

std::vector<std::string> Wish::texts(std::string_view name, std::size_t count_max, std::size_t characters_max) const {
    std::vector<std::string> found;
    const json::Value list = object_.find(name);
    if (list.is_missing()) return found;
    if (!list.is(json::Kind::array) || list.size() == 0 || list.size() > count_max) {
        note(name, "must be a list of 1 to " + std::to_string(count_max) + " strings");
        return found;
    }
    for (const json::Value element : list.elements()) {
        std::string text = element.string();
        const bool is_twice = std::find(found.begin(), found.end(), text) != found.end();
        if (text.empty() || characters_in(text) > characters_max || is_twice) {
            note(name, "must hold different strings of 1 to " + std::to_string(characters_max) + " characters");
            break;
        }
        found.push_back(std::move(text));
    }
    return found;
}

}  // namespace parley::understanding
