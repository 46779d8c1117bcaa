#include "json/document.hpp"

#include <algorithm>
#include <cassert>

#include "json/parser.hpp"

namespace parley::json {
namespace {

std::string_view complaint(ParseFault fault) {
    switch (fault) {
        case ParseFault::none: return "no fault";
        case ParseFault::empty: return "no JSON value";
        case ParseFault::grammar: return "unexpected character or end of text";
        case ParseFault::bad_utf8: return "invalid UTF-8";
        case ParseFault::bad_escape: return "invalid escape sequence";
        case ParseFault::duplicate_key: return "duplicate key";
        case ParseFault::too_deep: return "too many levels of arrays and objects";
        case ParseFault::too_large: return "text too large";
        case ParseFault::trailing_bytes: return "unexpected character after the JSON value";
    }
    return "unknown fault";
}

// What a first guess at the size of the array assumes: prose has fewer values, but never so few that growing hurts.
constexpr std::size_t bytes_per_node_usual = 16;
constexpr std::size_t nodes_at_first_max = 512;

}  // namespace

std::string describe(const ParseError& error) {
    const std::string what(complaint(error.fault));
    return error ? what + " at byte " + std::to_string(error.offset) : what;
}

ParseError Document::parse(std::string_view text, const ParseOptions& options) {
    text_ = text;
    nodes_.clear();
    if (nodes_.capacity() > nodes_kept_max) nodes_.release();
    nodes_.reserve(std::min(text.size() / bytes_per_node_usual + 4, nodes_at_first_max));
    const ParseError error = parse_nodes(*this, nodes_, options);
    if (error) {
        text_ = {};
        nodes_.clear();
    }
    return error;
}

Value Document::root() const {
    assert(!nodes_.empty());
    return {*this, 0};
}

}  // namespace parley::json
