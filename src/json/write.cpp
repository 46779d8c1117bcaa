#include "json/write.hpp"

#include <cassert>
#include <cstring>

#include "base/decimal_digits.hpp"
#include "json/document.hpp"
#include "json/escape.hpp"
#include "json/scan.hpp"

namespace parley::json {
namespace {

// The letter of the two-character escapes of RFC 8259, 7; 0 for those that need six.
char escape_letter(char byte) {
    switch (byte) {
        case '"':
        case '\\': return byte;
        case '\b': return 'b';
        case '\f': return 'f';
        case '\n': return 'n';
        case '\r': return 'r';
        case '\t': return 't';
        default: return 0;
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
        out.append(at, static_cast<std::size_t>(special - at));
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
    char digits[decimal_bytes_max];
    out.append(digits, static_cast<std::size_t>(write_decimal(digits, value) - digits));
}

// One append for comma, quotes, name and colon.
std::string& ObjectWriter::key(std::string_view name) {
    assert(name.size() <= name_bytes_max);
    char text[name_bytes_max + 4];
    char* at = text;
    if (!first_) *at++ = ',';
    first_ = false;
    *at++ = '"';
    std::memcpy(at, name.data(), name.size());
    at += name.size();
    *at++ = '"';
    *at++ = ':';
    return out_.append(text, static_cast<std::size_t>(at - text));
}

std::string& ObjectWriter::foreign_key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    append_string(out_, name);
    return out_ += ':';
}

void ObjectWriter::copy(const Member& member) {
    if (!first_) out_ += ',';
    first_ = false;
    out_.append(member.key.raw().data(), member.end() - member.begin());
}

}  // namespace parley::json
