#include "postprocess/json_repair/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "postprocess/json_repair/characters.hpp"

namespace parley::postprocess::json_repair {
namespace {

struct Word {
    std::string_view name;
    std::string_view literal;
};

// The first of several that begin alike is the one that half a word stands for.
constexpr auto words = std::to_array<Word>({
    {"true", "true"}, {"false", "false"}, {"null", "null"},     {"True", "true"},      {"False", "false"},
    {"None", "null"}, {"NaN", "null"},    {"nan", "null"},      {"TRUE", "true"},      {"FALSE", "false"},
    {"NULL", "null"}, {"Null", "null"},   {"Infinity", "null"}, {"-Infinity", "null"}, {"+Infinity", "null"},
    {"-NaN", "null"}, {"inf", "null"},    {"-inf", "null"},     {"undefined", "null"}, {"nil", "null"},
});

bool is_hexadecimal(std::string_view text) {
    return text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
           std::all_of(text.begin() + 2, text.end(), [](char c) { return is_hex(c); });
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && (is_digit(text[at]) || (text[at] == '_' && at > 0 && is_digit(text[at - 1])))) ++at;
    return at;
}

bool begins_number(std::string_view text) {
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    if (text.size() > sign && is_digit(text[sign])) return true;
    return text.size() > sign + 1 && text[sign] == '.' && is_digit(text[sign + 1]);
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

std::size_t number_bytes(std::string_view text) {
    if (text == "-") return 1;
    if (!begins_number(text)) return 0;
    if (text.size() > 2 && (text[1] == 'x' || text[1] == 'X')) {
        std::size_t at = 2;
        while (at < text.size() && is_hex(text[at])) ++at;
        return is_hexadecimal(text.substr(0, at)) ? at : 1;
    }
    std::size_t at = skip_digits(text, text[0] == '-' || text[0] == '+' ? 1 : 0);
    if (at < text.size() && text[at] == '.') at = skip_digits(text, at + 1);
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        at = skip_digits(text, at);
    }
    if (at < text.size() && text[at] == 'n') ++at;  // JavaScript's BigInt
    return at;
}

std::string print_number(std::string_view number) {
    if (is_json_number(number)) return std::string(number);
    if (is_hexadecimal(number)) {
        std::uint64_t value = 0;
        const auto read = std::from_chars(number.data() + 2, number.data() + number.size(), value, 16);
        return read.ec == std::errc() ? std::to_string(value) : quoted(number);
    }
    std::string text;
    for (const char c : number) {
        if (c != '_' && c != 'n' && !(c == '+' && text.empty())) text += c;
    }
    const std::size_t sign = text[0] == '-' ? 1 : 0;
    if (text.size() == sign || text[sign] == '.' || text[sign] == 'e') text.insert(sign, "0");
    if (const std::size_t point = text.find('.'); point != std::string::npos) {
        if (point + 1 == text.size() || !is_digit(text[point + 1])) text.insert(point + 1, "0");
    }
    if (!is_digit(text.back())) text += '0';
    return is_json_number(text) ? text : quoted(number);
}

bool is_json_number(std::string_view text) {
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    const auto digits = [&] {
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return at > begin;
    };
    const bool leading_zero = at < text.size() && text[at] == '0';
    const std::size_t integer = at;
    if (!digits() || (leading_zero && at > integer + 1)) return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (!digits()) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        if (!digits()) return false;
    }
    return at == text.size();
}

std::optional<std::string_view> literal_of(std::string_view word) {
    const auto found = std::find_if(words.begin(), words.end(), [word](const Word& known) { return known.name == word; });
    if (found == words.end()) return std::nullopt;
    return found->literal;
}

std::optional<std::string_view> literal_begun_by(std::string_view word) {
    if (word.empty() || word == "-" || word == "+") return std::nullopt;
    const auto found = std::find_if(words.begin(), words.end(), [word](const Word& known) { return known.name.starts_with(word); });
    if (found == words.end()) return std::nullopt;
    return found->literal;
}

}  // namespace parley::postprocess::json_repair
