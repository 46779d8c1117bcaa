#include "postprocess/json_repair/foresight.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr int far = Lookahead::far;

bool is_ellipsis(Lookahead& look) { return look.starts_with("...") || look.starts_with("\xe2\x80\xa6"); }

bool literal_follows(Lookahead& look) {
    for (const std::string_view word : {"true", "false", "null", "True", "False", "None", "NaN"}) {
        if (look.starts_with(word) && !is_name(look.peek(word.size()))) return true;
    }
    return false;
}

bool value_follows(Lookahead& look) {
    const int c = look.peek();
    return is_digit(c) || c == '-' || c == '{' || c == '[' || quote_at(look) || literal_follows(look);
}

bool is_value_end(int c) { return c == ',' || c == end || c == far || is_closer(c); }

StringEnd end_if(bool is_end) { return is_end ? StringEnd::end : StringEnd::inner; }

// Two quotes in a row: the second one is the end if what follows lets it.
bool next_quote_is_the_end(Lookahead& look, const Site& site, Quote next) {
    const std::size_t before = look.at();
    look.skip(next.bytes);
    skip_blanks(look);
    const int c = look.peek();
    look.go_back_to(before);
    return site.where == Where::key ? c == ':' : is_value_end(c);
}

StringEnd key_end(Lookahead& look, const Site& site, const Blanks& blanks) {
    const int c = look.peek();
    if (c == ':' || c == '=' || c == end || c == far || c == ',' || is_closer(c)) return StringEnd::end;
    if (const Quote next = quote_at(look)) return end_if(!site.opening && (blanks.any || !next_quote_is_the_end(look, site, next)));
    return end_if(!site.opening && value_follows(look));
}

StringEnd member_end(Lookahead& look, const Site& site, const Blanks& blanks) {
    const int c = look.peek();
    if (c == end || c == far) return StringEnd::end;
    if (is_separator(c)) {
        look.skip();
        return end_if(member_follows(look, site.odd));
    }
    if (is_closer(c)) {
        look.skip();
        return end_if(closer_fits(look, site));
    }
    if (const Quote next = quote_at(look)) {
        if (!blanks.any && !site.empty && next_quote_is_the_end(look, site, next)) return StringEnd::inner;
        return end_if(quoted_key(look) == Answer::yes);
    }
    if (c == '{' || c == '[') return end_if(blanks.line_end);
    const bool may_be_key = blanks.line_end || (blanks.any && !site.odd && !site.opening);
    return end_if(may_be_key && bare_key(look) == Answer::yes);
}

StringEnd element_end(Lookahead& look, const Site& site, const Blanks& blanks) {
    const int c = look.peek();
    if (c == end || c == far || c == ':') return StringEnd::end;
    if (is_separator(c)) {
        if (!site.odd) return StringEnd::end;
        look.skip();
        return end_if(element_follows(look));
    }
    if (is_closer(c)) {
        look.skip();
        return end_if(closer_fits(look, site));
    }
    if (const Quote next = quote_at(look)) {
        if (!blanks.any && !site.empty && next_quote_is_the_end(look, site, next)) return StringEnd::inner;
        return end_if(!site.opening && element_follows(look));
    }
    if (c == '{' || c == '[') return end_if(!site.opening);
    if (is_digit(c)) return end_if(blanks.any && !site.opening && !site.odd);
    return end_if(blanks.line_end && !site.odd);
}

}  // namespace

StringEnd string_end(Lookahead& look, const Site& site) {
    const Blanks blanks = skip_blanks(look);
    const int c = look.peek();
    if (c == '+') {
        look.skip();
        skip_blanks(look);
        return quote_at(look) ? StringEnd::joined : StringEnd::inner;
    }
    if (fence_follows(look)) return StringEnd::end;
    if (c == ')' && site.in_call) return StringEnd::end;
    switch (site.where) {
        case Where::key: return key_end(look, site, blanks);
        case Where::member: return member_end(look, site, blanks);
        case Where::element: return element_end(look, site, blanks);
        case Where::root: break;
    }
    return end_if(c == end || c == far);
}

Answer skip_string(Lookahead& look, Quote open) {
    look.skip(open.bytes);
    for (;;) {
        const int c = look.peek();
        if (c == end || c == far) return Answer::unclear;
        if (c == '\n') return Answer::no;
        if (const Quote quote = quote_at(look); closes(open.kind, quote.kind)) {
            look.skip(quote.bytes);
            return Answer::yes;
        }
        look.skip(c == '\\' ? 2 : 1);
    }
}

Answer quoted_key(Lookahead& look) {
    const Quote open = quote_at(look);
    if (!open) return Answer::no;
    const Answer closed = skip_string(look, open);
    if (closed != Answer::yes) return closed;
    skip_blanks(look);
    const int c = look.peek();
    if (c == end || c == far) return Answer::unclear;
    return c == ':' || c == '=' ? Answer::yes : Answer::no;
}

Answer bare_key(Lookahead& look) {
    const std::size_t begin = look.at();
    while (is_name(look.peek())) look.skip();
    if (look.at() == begin) return Answer::no;
    if (const Quote quote = quote_at(look)) look.skip(quote.bytes);
    while (is_blank(look.peek())) look.skip();
    const int c = look.peek();
    if (c == end || c == far) return Answer::unclear;
    return c == ':' && look.peek(1) != '/' ? Answer::yes : Answer::no;
}

bool member_follows(Lookahead& look, bool odd) {
    skip_blanks(look);
    while (is_separator(look.peek())) {
        look.skip();
        skip_blanks(look);
    }
    const int c = look.peek();
    if (c == end || c == far || is_closer(c) || c == '{' || is_ellipsis(look)) return true;
    const Quote open = quote_at(look);
    if (!open) {
        const Answer key = bare_key(look);
        return key == Answer::yes || (key == Answer::unclear && !odd);
    }
    const Answer closed = skip_string(look, open);
    if (closed != Answer::yes) return closed == Answer::unclear;
    skip_blanks(look);
    const int behind = look.peek();
    if (behind == ':' || behind == '=' || behind == far) return true;
    if (is_digit(behind) || behind == '-' || behind == '{' || behind == '[') return true;  // its colon is missing
    return !odd && (behind == end || is_closer(behind) || quote_at(look));                 // so is its value
}

bool element_follows(Lookahead& look) {
    skip_blanks(look);
    const int c = look.peek();
    if (is_value_end(c) || c == '{' || c == '[' || c == '-' || is_digit(c) || is_ellipsis(look)) return true;
    const Quote open = quote_at(look);
    if (!open) return literal_follows(look);
    const Answer closed = skip_string(look, open);
    if (closed != Answer::yes) return closed == Answer::unclear;
    skip_blanks(look);
    const int behind = look.peek();
    return is_value_end(behind) || behind == ':' || quote_at(look);
}

bool closer_fits(Lookahead& look, const Site& site) {
    const Blanks blanks = skip_blanks(look);
    const int c = look.peek();
    if (is_value_end(c) || c == ')' || c == ';' || c == '{' || c == '[') return true;
    if (fence_follows(look) || is_ellipsis(look)) return true;
    if (const Quote quote = quote_at(look)) {
        if (!blanks.any) return false;
        return quoted_key(look) == Answer::yes || (site.depth == 1 && !site.odd);
    }
    if (site.depth == 1) return !site.odd || blanks.line_end;  // prose behind the whole
    return bare_key(look) == Answer::yes;
}

bool end_forgotten_here(Lookahead& look, const Site& site) {
    const bool at_line_end = look.peek() != ',';
    while (is_blank(look.peek())) look.skip();
    if (at_line_end && (look.peek() == end || fence_follows(look))) return true;
    if (look.peek() == ',') look.skip();
    while (is_blank(look.peek())) look.skip();
    const Quote open = quote_at(look);
    if (!closes(site.open, open.kind)) return false;
    const int first = look.peek(open.bytes);  // of the next key or element: no quote that is an end has this behind it
    if (is_blank(first) || is_value_end(first) || first == ':') return false;
    if (skip_string(look, open) != Answer::yes) return false;
    skip_blanks(look);
    if (site.where == Where::member) return look.peek() == ':';
    if (site.where != Where::element) return false;
    if (look.peek() == ']') return true;
    if (look.peek() != ',') return false;
    look.skip();
    return element_follows(look);
}

bool key_end_forgotten_here(Lookahead& look, QuoteKind open) {
    look.skip();
    for (;;) {
        const int c = look.peek();
        if (c == far) return false;
        if (c == end) return true;
        const Quote quote = quote_at(look);
        look.skip(c == '\\' && !quote ? 2 : quote ? quote.bytes : 1);
        if (closes(open, quote.kind)) break;
    }
    skip_blanks(look);
    const int c = look.peek();
    return c != ':' && c != far;
}

bool list_follows(Lookahead& look) {
    bool first = true;
    for (;; first = false) {
        skip_blanks(look);
        if (const Quote open = quote_at(look)) {
            if (skip_string(look, open) != Answer::yes) return false;
        } else {
            const std::size_t begin = look.at();
            while (is_name(look.peek())) look.skip();
            if (look.at() == begin || !(is_digit(look.since(begin)[0]) || look.since(begin)[0] == '-')) return false;
        }
        skip_blanks(look);
        const int c = look.peek();
        if (!first) return c == ',' || c == '}';
        if (c != ',') return false;
        look.skip();
    }
}

bool members_follow(Lookahead& look) {
    skip_blanks(look);
    if (!quote_at(look) || quoted_key(look) != Answer::yes) return false;
    std::size_t open = 0;
    for (int c = look.peek(); c != end && c != far; c = look.peek()) {
        if (const Quote quote = quote_at(look)) {
            if (skip_string(look, quote) == Answer::unclear) return false;
            continue;
        }
        if (is_closer(c) && open == 0) return c == ']';
        if (c == '{' || c == '[') ++open;
        if (is_closer(c)) --open;
        look.skip();
    }
    return false;
}

}  // namespace parley::postprocess::json_repair
