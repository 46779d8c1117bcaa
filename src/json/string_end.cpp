#include "json/string_end.hpp"

#include "json/escape.hpp"
#include "json/scan.hpp"

namespace parley::json {
namespace {

/// How many bytes of an acceptable escape sequence stand there; 0 if none do. Those of two bytes are nearly all.
std::uint32_t escape_bytes(const char* at, const char* end, bool allow_lone_surrogates) {
    if (end - at >= 2 && named_character(at[1]) != 0) return 2;
    const Escape escape = read_escape({at, end});
    return escape.lone_surrogate && !allow_lone_surrogates ? 0 : escape.bytes;
}

}  // namespace

[[gnu::noinline]] StringEnd find_string_end(const char* at, const char* end, bool allow_lone_surrogates) {
    std::uint32_t escapes = 0;
    bool non_ascii = false;
    for (;;) {
        const Special special = find_special(at, end);
        non_ascii |= special.non_ascii;
        at = special.at;
        if (at == end || *at != '\\') break;
        const std::uint32_t bytes = escape_bytes(at, end, allow_lone_surrogates);
        if (bytes == 0) return {at, escapes, non_ascii, ParseFault::bad_escape};
        ++escapes;
        at += bytes;
    }
    const bool is_closed = at != end && *at == '"';  // else it is the end of the text, or a control character
    return {at, escapes, non_ascii, is_closed ? ParseFault::none : ParseFault::grammar};
}

}  // namespace parley::json
