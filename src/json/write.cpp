#include "json/write.hpp"

#include <charconv>

#include "json/escape.hpp"
#include "json/scan.hpp"

namespace parley::json {
namespace {

// The letter of the two-character escapes of RFC 8259, 7; 0 for those that need six.
char escape_letter(char byte) {
    switch (byte) {
        case '"':
        case '\\':
            return byte;
        case '\b':
            return 'b';
        case '\f':
            return 'f';
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        case '\t':
            return 't';
        default:
            return 0;
    }
}

void append_escape(std::string& out, char byte) {
    if (const char letter = escape_letter(byte)) {
        const char pair[] = {'\\', letter};
        out.append(pair, sizeof pair);
        return;
    }
    static constexpr char digits[] = "0123456789abcdef";
    const char six[] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 0xf]};  // byte is below 0x20
    out.append(six, sizeof six);
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, text);
    out += '"';
}

void append_escaped(std::string& out, std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    for (;;) {
        const char* const special = find_special(at, end).at;
        out.append(at, special);
        if (special == end) return;
        append_escape(out, *special);
        at = special + 1;
    }
}

void append_unescaped(std::string& out, std::string_view escaped) {
    unescape(escaped, [&out](std::string_view piece) {
        out.append(piece);
        return true;
    });
}

void append_integer(std::string& out, std::int64_t value) {
    char digits[20];  // "-9223372036854775808"
    const auto [end, fault] = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, end);
}

ObjectWriter::ObjectWriter(std::string& out) : out_(out) {
    out_ += '{';
}

void ObjectWriter::string(std::string_view name, std::string_view value) {
    append_string(key(name), value);
}

void ObjectWriter::integer(std::string_view name, std::int64_t value) {
    append_integer(key(name), value);
}

void ObjectWriter::boolean(std::string_view name, bool value) {
    key(name) += value ? "true" : "false";
}

void ObjectWriter::null(std::string_view name) {
    key(name) += "null";
}

void ObjectWriter::raw(std::string_view name, std::string_view json) {
    key(name) += json;
}

std::string& ObjectWriter::key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    append_string(out_, name);
    out_ += ':';
    return out_;
}

void ObjectWriter::close() {
    out_ += '}';
}

}  // namespace parley::json
