#include "schema/coerce_scalar.hpp"

#include <array>
#include <string_view>

namespace parley::schema {
namespace {

struct Word {
    std::string_view text;
    std::string_view json;
    TypeSet type;
};
constexpr std::array<Word, 6> words = {{{"true", "true", boolean_type},
                                        {"True", "true", boolean_type},
                                        {"false", "false", boolean_type},
                                        {"False", "false", boolean_type},
                                        {"null", "null", null_type},
                                        {"None", "null", null_type}}};

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

std::optional<std::string> coerce_scalar(json::Value value, TypeSet types) {
    if (value.is(json::Kind::number) && (types & string_type) != 0) return '"' + std::string(value.raw()) + '"';
    if (!value.is(json::Kind::string)) return std::nullopt;
    const std::string whole = value.string();
    const std::string_view text = trimmed(whole);
    for (const Word& word : words) {
        if (text == word.text && (types & word.type) != 0) return std::string(word.json);
    }
    json::Document document;
    const bool is_number = !document.parse(text) && document.root().is(json::Kind::number);
    return is_number && (types & type_of(document.root())) != 0 ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace parley::schema
