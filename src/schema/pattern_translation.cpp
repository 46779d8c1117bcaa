#include <array>
#include <charconv>
#include <cstdint>

#include "schema/pattern.hpp"

namespace parley::schema {
namespace {

/// What ECMAScript counts as white space and line ends, as the inside of a class.
constexpr std::string_view spaces = R"(\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view not_line_end = R"([^\n\r\x{2028}\x{2029}])";
constexpr std::string_view anything = R"([\x{0}-\x{10ffff}])";
constexpr std::string_view nothing = R"([^\x{0}-\x{10ffff}])";

/// General categories by their long names, of which RE2 knows the short ones. Source: Unicode, PropertyValueAliases.txt.
struct Category {
    std::string_view name;
    std::string_view short_name;
};
constexpr std::array<Category, 10> categories = {{{"Letter", "L"},
                                                  {"Uppercase_Letter", "Lu"},
                                                  {"Lowercase_Letter", "Ll"},
                                                  {"Mark", "M"},
                                                  {"Number", "N"},
                                                  {"Decimal_Number", "Nd"},
                                                  {"digit", "Nd"},
                                                  {"Punctuation", "P"},
                                                  {"Symbol", "S"},
                                                  {"Separator", "Z"}}};

/// Reads an expression from left to right, and writes it as it goes.
class Translation {
  public:
    explicit Translation(std::string_view from) : from_(from) {}

    std::optional<std::string> run() {
        while (at_ < from_.size() && !failed_) in_class_ ? class_atom() : atom();
        if (failed_ || in_class_) return std::nullopt;
        return std::move(to_);
    }

  private:
    bool begins(std::string_view text) const { return from_.substr(at_).starts_with(text); }
    bool take(std::string_view text) {
        if (!begins(text)) return false;
        at_ += text.size();
        return true;
    }

    void atom() {
        if (take("[^]")) return void(to_ += anything);
        if (take("[]")) return void(to_ += nothing);
        if (take("[^")) return open_class("[^");
        if (take("[")) return open_class("[");
        if (take(".")) return void(to_ += not_line_end);
        if (begins("(?<") && !begins("(?<=") && !begins("(?<!")) return named_group();
        if (take("\\")) return escape();
        to_ += from_[at_++];
    }

    void open_class(std::string_view bracket) {
        in_class_ = true;
        to_ += bracket;
    }

    void class_atom() {
        if (take("[")) return void(to_ += "\\[");  // RE2 might see the name of a class of characters begin
        if (take("\\")) return escape();
        in_class_ = !begins("]");
        to_ += from_[at_++];
    }

    /// Nobody refers to its name.
    void named_group() {
        const std::size_t end = from_.find('>', at_);
        failed_ = end == std::string_view::npos;
        at_ = end + 1;
        to_ += "(?:";
    }

    void escape() {
        if (at_ == from_.size()) return void(failed_ = true);
        const char letter = from_[at_++];
        switch (letter) {
            case 's': return white_space();
            case 'S': return void(to_ += in_class_ ? std::string(R"(\S)") : "[^" + std::string(spaces) + "]");
            case 'u': return code_point();
            case 'x': return hexadecimal(2);
            case 'c': return control();
            case '0': return void(to_ += R"(\x{0})");
            case 'b': return void(to_ += in_class_ ? R"(\x{8})" : R"(\b)");
            case 'p':
            case 'P': return property(letter);
            case 'd':
            case 'D':
            case 'w':
            case 'W':
            case 'B':
            case 't':
            case 'n':
            case 'v':
            case 'f':
            case 'r': to_ += '\\'; return void(to_ += letter);
            default: return punctuation(letter);
        }
    }

    /// `{Letter}`, `{L}`, `{Script=Greek}`
    void property(char letter) {
        const std::size_t end = from_.find('}', at_);
        if (!take("{") || end == std::string_view::npos) return void(failed_ = true);
        std::string_view name = from_.substr(at_, end - at_);
        at_ = end + 1;
        for (const std::string_view kind : {"Script=", "sc=", "General_Category=", "gc="}) {
            if (name.starts_with(kind)) name.remove_prefix(kind.size());
        }
        for (const Category& category : categories) {
            if (name == category.name) name = category.short_name;
        }
        to_.append(1, '\\').append(1, letter).append("{").append(name).append("}");
    }

    void white_space() {
        if (!in_class_) to_ += '[';
        to_ += spaces;
        if (!in_class_) to_ += ']';
    }

    /// Letters and digits that mean nothing, or a group before, in ECMAScript mean something else in RE2.
    void punctuation(char sign) {
        const bool is_word = (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
        failed_ = is_word;
        if (static_cast<unsigned char>(sign) < 0x80 && sign != '_') to_ += '\\';
        to_ += sign;
    }

    std::optional<std::uint32_t> read_hexadecimal(std::size_t digits) {
        std::uint32_t value = 0;
        const std::string_view text = from_.substr(at_, digits);
        const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
        if (fault != std::errc() || text.size() != digits || stop != text.data() + digits) return std::nullopt;
        at_ += digits;
        return value;
    }

    void write(std::optional<std::uint32_t> value) {
        if (!value || *value > 0x10ffff) return void(failed_ = true);
        std::array<char, 8> digits{};
        const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), *value, 16);
        to_ += "\\x{" + std::string(digits.data(), end) + "}";
    }

    void hexadecimal(std::size_t digits) { write(read_hexadecimal(digits)); }

    void code_point() {
        if (take("{")) {
            const std::size_t end = from_.find('}', at_);
            if (end == std::string_view::npos || end - at_ > 6) return void(failed_ = true);
            hexadecimal(end - at_);
            failed_ = failed_ || !take("}");
            return;
        }
        std::optional<std::uint32_t> value = read_hexadecimal(4);
        const bool is_first_half = value && *value >= 0xd800 && *value < 0xdc00;
        if (is_first_half && take("\\u")) {
            const std::optional<std::uint32_t> second = read_hexadecimal(4);
            if (!second || *second < 0xdc00 || *second > 0xdfff) return void(failed_ = true);
            value = 0x10000 + ((*value - 0xd800) << 10) + (*second - 0xdc00);
        }
        write(value);
    }

    void control() {
        const char letter = at_ < from_.size() ? from_[at_++] : '\0';
        const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        is_letter ? write(static_cast<std::uint32_t>(letter) % 32) : void(failed_ = true);
    }

    const std::string_view from_;
    std::size_t at_ = 0;
    std::string to_;
    bool in_class_ = false;
    bool failed_ = false;
};

}  // namespace

std::optional<std::string> to_re2(std::string_view ecmascript) { return Translation(ecmascript).run(); }

}  // namespace parley::schema
