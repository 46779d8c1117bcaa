// mender_strings.cpp: inside quotes.
#include <array>

#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr std::string_view replacement_character = "\xef\xbf\xbd";

// Where a run of plain text stops: what JSON does not let stand, and what could be the end of a string.
constexpr std::array<bool, 256> special = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
    for (std::size_t c = 0x80; c < 0x100; ++c) table[c] = true;
    for (const unsigned char c : {'"', '\'', '`', '\\', ',', '}', ']', ':'}) table[c] = true;
    return table;
}();

std::string control_escape(int c) {
    switch (c) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        case '\b': return "\\b";
        case '\f': return "\\f";
        default: break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    return std::string("\\u00") + digits[static_cast<std::size_t>(c) >> 4] + digits[static_cast<std::size_t>(c) & 15];
}

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

/// Whole characters, as the inside of a string.
void Mender::write_escaped(std::string_view text) {
    while (!text.empty()) {
        const auto c = static_cast<unsigned char>(text.front());
        const std::size_t bytes = utf8_bytes(text);
        if (c < 0x20) {
            write(control_escape(c));
        } else if (c == '"' || c == '\\') {
            write('\\');
            write(text.front());
        } else {
            write(bytes > 0 ? text.substr(0, bytes) : replacement_character);
        }
        text.remove_prefix(bytes > 0 ? bytes : 1);
    }
}

bool Mender::string_step() {
    if (holding_ && held_.size() > space_max + key_max) release_key();
    const std::size_t begin = at_;
    while (at_ < window_.size() && !special[static_cast<unsigned char>(window_[at_])]) ++at_;
    if (at_ > begin) {
        write(window_.substr(begin, at_ - begin));
        reading_.empty = false;
        reading_.before = static_cast<unsigned char>(window_[at_ - 1]);
        return true;
    }
    if (at_ < window_.size()) return string_special(byte());
    if (last_) string_at_end_of_text();
    return last_;
}

bool Mender::string_special(int c) {
    if (c < 0x20) return string_control(c);
    if (c == '\\') return string_escape();
    if (c == ',' || c == ':' || is_closer(c)) return string_punctuation(c);
    Lookahead look = look_from(at_);
    const Quote quote = quote_at(look);
    if (!sated(look)) return false;
    if (c >= 0x80 && !closes(reading_.open.kind, quote.kind)) {
        return quote && reading_.open.kind == QuoteKind::plain ? string_smart_quote(quote) : string_bytes();
    }
    if (c == '`' && !quote) {  // a fence
        write("```");
        at_ += 3;
        return true;
    }
    return string_quote(quote);
}

bool Mender::string_quote(Quote quote) {
    const bool may_close = closes(reading_.open.kind, quote.kind);
    StringEnd verdict = StringEnd::inner;
    Lookahead look = look_from(at_ + quote.bytes);
    if (reading_.triple) {
        const int c = byte();
        if (may_close && look.peek() == c && look.peek(1) == c) {
            look.skip(2);
            verdict = StringEnd::end;
        }
    } else if (may_close) {
        Site here = site();
        const int behind = look.peek();
        here.opening = (reading_.empty || is_blank(reading_.before) || reading_.before == '(') && behind != end && !is_blank(behind);
        verdict = string_end(look, here);
    }
    if (!sated(look)) return false;
    if (verdict == StringEnd::end) {
        finish_string(reading_.triple ? 3 : quote.bytes);
        return true;
    }
    if (verdict == StringEnd::joined) {
        mend(MendKind::strings_joined);
        at_ = look.at();
        reading_.open = quote_at(look);
        at_ += reading_.open.bytes;
        return true;
    }
    const bool is_plain = quote.kind == QuoteKind::plain || quote.kind == QuoteKind::escaped;
    if (is_plain) mend(MendKind::quote_escaped);
    if (is_plain) write("\\\"");
    if (!is_plain) write(window_.substr(at_, quote.bytes));
    if (may_close) reading_.odd = !reading_.odd;
    at_ += quote.bytes;
    reading_.empty = false;
    reading_.before = '"';
    return true;
}

// A typographic quote may be the end of what an ordinary one began, where nothing else can be.
bool Mender::string_smart_quote(Quote quote) {
    if (reading_.where == Where::key || reading_.where == Where::root || reading_.triple) return string_bytes();
    Lookahead comma = look_from(at_ + quote.bytes);
    Lookahead closers = look_from(at_ + quote.bytes);
    const bool is_end = (comma.peek() == ',' && end_forgotten_here(comma, site())) || closes_everything(closers);
    if (!sated(comma) || !sated(closers)) return false;
    if (!is_end) return string_bytes();
    mend(MendKind::quote_replaced);
    finish_string(quote.bytes);
    return true;
}

// Was the end of the string forgotten before this?
bool Mender::string_punctuation(int c) {
    bool is_end = false;
    if (!reading_.triple && reading_.where != Where::root) {
        Lookahead look = look_from(at_);
        if (reading_.where == Where::key) {
            is_end = c == ':' && key_end_forgotten_here(look, reading_.open.kind);
        } else if (c == ',') {
            is_end = end_forgotten_here(look, site());
        } else if (is_closer(c)) {
            is_end = closes_everything(look);
        }
        if (!sated(look)) return false;
    }
    if (is_end) {
        mend(MendKind::quote_added);
        finish_string(0);
        return true;
    }
    write(static_cast<char>(c));
    reading_.empty = false;
    reading_.before = static_cast<unsigned char>(c);
    ++at_;
    return true;
}

bool Mender::string_control(int c) {
    if ((c == '\n' || c == '\r') && !reading_.triple && reading_.where != Where::key && reading_.where != Where::root) {
        Lookahead line = look_from(at_);
        Lookahead closers = look_from(at_);
        const bool is_end = end_forgotten_here(line, site()) || closes_everything(closers);
        if (!sated(line) || !sated(closers)) return false;
        if (is_end) {
            mend(MendKind::quote_added);
            finish_string(0);
            return true;
        }
    }
    mend(MendKind::control_escaped);
    write(control_escape(c));
    reading_.empty = false;
    reading_.before = static_cast<unsigned char>(c);
    ++at_;
    return true;
}

// One character that is not ASCII.
bool Mender::string_bytes() {
    const std::string_view rest = window_.substr(at_, 4);
    reading_.empty = false;
    reading_.before = 0x80;
    if (const std::size_t bytes = utf8_bytes(rest)) {
        write(rest.substr(0, bytes));
        at_ += bytes;
        return true;
    }
    const bool is_cut = at_ + rest.size() == window_.size() && is_utf8_beginning(rest);
    if (is_cut && !last_) return false;
    mend(is_cut ? MendKind::end_cut : MendKind::utf8_mended);
    if (!is_cut) write(replacement_character);
    at_ += is_cut ? rest.size() : 1;
    return true;
}

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
    if (!sated(look)) return false;
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
    } else if (c == 'u' && hex4(look, 3) >= 0 && !look.starved()) {
        ++at_;  // what is left is an ordinary escape
        return unicode_escape();
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
        for (read = 6; look.peek(read) != end && read < 12 && (read < 8 ? look.peek(read) == "\\u"[read - 6] : is_hex(look.peek(read)));) ++read;
        is_cut = !is_pair && look.peek(read) == end;
    }
    if (!sated(look)) return false;
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

void Mender::string_at_end_of_text() {
    if (holding_) {  // half a key
        mend(MendKind::end_cut);
        holding_ = false;
        held_.clear();
        if (top().place == Place::comma) top().place = Place::after;
        phase_ = Phase::structure;
        return;
    }
    mend(MendKind::quote_added);
    finish_string(0);
}

void Mender::finish_string(std::size_t quote_bytes) {
    at_ += quote_bytes;
    write('"');
    if (reading_.where == Where::key) return key_written();
    value_written();
}

}  // namespace parley::postprocess::json_repair
