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
        return quote ? string_other_quote(quote) : string_bytes();
    }
    if (c == '`' && !quote) {  // a fence
        write("```");
        at_ += 3;
        return true;
    }
    return string_quote(quote);
}

bool Mender::string_quote(Quote quote) {
    if (!closes(reading_.open.kind, quote.kind)) return string_other_quote(quote);
    StringEnd verdict = StringEnd::inner;
    Lookahead look = look_from(at_ + quote.bytes);
    if (reading_.triple) {
        const int c = byte();
        if (look.peek() == c && look.peek(1) == c) {
            look.skip(2);
            verdict = StringEnd::end;
        }
    } else {
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
    reading_.odd = !reading_.odd;
    at_ += quote.bytes;
    reading_.empty = false;
    reading_.before = '"';
    return true;
}

// A quote of another kind than the one that began the string may be its end, where nothing else can be: before all the brackets that
// are open, or before the next key.
bool Mender::string_other_quote(Quote quote) {
    bool is_end = false;
    if (!reading_.triple && (reading_.where == Where::member || reading_.where == Where::element)) {
        Lookahead closers = look_from(at_ + quote.bytes);
        Lookahead key = look_from(at_ + quote.bytes);
        is_end = closes_everything(closers);
        if (!is_end && key.peek() == ',') {
            for (key.skip(); is_blank(key.peek());) key.skip();
            const Quote next = quote_at(key);
            // Within ordinary quotes all others are text; only an ordinary one shows that the string is over.
            const bool fits = reading_.open.kind == QuoteKind::plain ? next.kind == QuoteKind::plain : next.kind != QuoteKind::escaped;
            is_end = next && fits && is_name(key.peek(next.bytes)) && quoted_key(key) == Answer::yes;
        }
        if (!sated(closers) || !sated(key)) return false;
    }
    if (is_end) {
        mend(MendKind::quote_replaced);
        finish_string(quote.bytes);
        return true;
    }
    if (quote.kind != QuoteKind::plain && quote.bytes > 1) return string_bytes();
    if (quote.kind == QuoteKind::plain) mend(MendKind::quote_escaped);
    if (quote.kind == QuoteKind::plain) write('\\');
    write(window_[at_]);
    reading_.empty = false;
    reading_.before = static_cast<unsigned char>(window_[at_]);
    ++at_;
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
