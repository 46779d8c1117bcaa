// mender_escapes.cpp: backslashes inside strings.
#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr std::string_view replacement_character = "\xef\xbf\xbd";

/// Four hexadecimal digits; -1: there are fewer.
int hex4(Lookahead& look, std::size_t ahead) {
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const int c = look.peek(ahead + i);
        if (!is_hex(c)) return -1;
        value = value * 16 + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

bool is_high_surrogate(int unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low_surrogate(int unit) { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

bool Mender::string_escape() {
    Lookahead look = look_from(at_);
    const int c = look.peek(1);
    if (reading_.open.kind == QuoteKind::escaped && (c == '"' || c == '\\')) {
        if (!sated(look)) return false;
        return c == '"' ? string_quote({QuoteKind::escaped, 2}) : string_escape_of_escape();
    }
    const bool is_x = c == 'x' && is_hex(look.peek(2)) && is_hex(look.peek(3));
    const bool is_nul = c == '0' && !is_digit(look.peek(2));
    const bool is_crlf = c == '\r' && look.peek(2) == '\n';
    if (!sated(look)) return false;
    reading_.empty = false;
    reading_.before = '\\';
    if (c == '"') return string_escaped_quote();
    if (c == 'u') return unicode_escape();
    if (c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't') {
        write(window_.substr(at_, 2));
        at_ += 2;
        return true;
    }
    mend(c == end ? MendKind::end_cut : MendKind::escape_mended);
    if (c == end) {
        ++at_;
    } else if (c == '\'' || c == '`') {
        write(static_cast<char>(c));
        at_ += 2;
    } else if (c == '\n' || is_crlf) {  // JavaScript's way to go on in the next line
        at_ += is_crlf ? 3 : 2;
    } else if (is_x) {
        write("\\u00");
        write(window_.substr(at_ + 2, 2));
        at_ += 4;
    } else if (is_nul) {
        write("\\u0000");
        at_ += 2;
    } else {  // a path of Windows, a formula, a regular expression: the backslash was meant
        write("\\\\");
        ++at_;
    }
    return true;
}

// \" is a quote inside the string, unless the text ends with it: then a path ends with its backslash.
bool Mender::string_escaped_quote() {
    bool is_end = false;
    if (reading_.open.kind == QuoteKind::plain && reading_.where != Where::key && reading_.where != Where::root) {
        Lookahead closers = look_from(at_ + 2);
        Lookahead comma = look_from(at_ + 2);
        is_end = closes_everything(closers) || (comma.peek() == ',' && end_forgotten_here(comma, site()));
        if (!sated(closers) || !sated(comma)) return false;
    }
    if (is_end) {
        mend(MendKind::escape_mended);
        write("\\\\");
        finish_string(2);
        return true;
    }
    write("\\\"");
    at_ += 2;
    return true;
}

// In a string that was escaped once too often, "\\n" is a line end and "\\\"" a quote.
bool Mender::string_escape_of_escape() {
    Lookahead look = look_from(at_);
    const int c = look.peek(2);
    const int next = look.peek(3);
    const bool is_unicode = c == 'u' && hex4(look, 3) >= 0;
    if (!sated(look)) return false;
    if (is_unicode) {
        ++at_;  // what is left is an ordinary escape
        if (unicode_escape()) return true;
        --at_;
        return false;
    }
    reading_.empty = false;
    reading_.before = '\\';
    if (c == end || (c == '\\' && next == end)) {
        mend(MendKind::end_cut);
        at_ = window_.size();
    } else if (c == '\\' && (next == '"' || next == '\\')) {
        write('\\');
        write(static_cast<char>(next));
        at_ += 4;
    } else if (c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't' || c == '/') {
        write('\\');
        write(static_cast<char>(c));
        at_ += 3;
    } else {
        write("\\\\");
        at_ += 2;
    }
    return true;
}

bool Mender::unicode_escape() {
    Lookahead look = look_from(at_);
    const int unit = hex4(look, 2);
    std::size_t read = 2;
    while (read < 6 && is_hex(look.peek(read))) ++read;
    bool is_cut = unit < 0 && look.peek(read) == end;
    bool is_pair = false;
    if (is_high_surrogate(unit)) {
        const int second = hex4(look, 8);
        is_pair = look.peek(6) == '\\' && look.peek(7) == 'u' && is_low_surrogate(second);
        for (read = 6; look.peek(read) != end && read < 12 && (read < 8 ? look.peek(read) == "\\u"[read - 6] : is_hex(look.peek(read)));)
            ++read;
        is_cut = !is_pair && look.peek(read) == end;
    }
    if (!sated(look)) return false;
    reading_.empty = false;
    reading_.before = '\\';
    if (is_cut) {
        mend(MendKind::end_cut);
        at_ = window_.size();
    } else if (unit < 0) {
        mend(MendKind::escape_mended);
        write("\\\\");
        ++at_;
    } else if (is_low_surrogate(unit) || (is_high_surrogate(unit) && !is_pair)) {
        mend(MendKind::escape_mended);
        write(replacement_character);
        at_ += 6;
    } else {
        const std::size_t bytes = is_pair ? 12 : 6;
        write(window_.substr(at_, bytes));
        at_ += bytes;
    }
    return true;
}

}  // namespace parley::postprocess::json_repair
