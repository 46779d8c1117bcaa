#include "http/query.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "http/numbers.hpp"

namespace parley::http {
namespace {

Error bad(std::string problem) {
    return Error{
        .kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "invalid query", .problems = {std::move(problem)}};
}

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; }

/// Nothing for a text that is not well encoded.
std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char byte = text[at] == '+' ? ' ' : text[at];
        if (byte == '%') {
            if (text.size() - at < 3) return std::nullopt;
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            byte = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if (is_control(byte)) return std::nullopt;
        out += byte;
    }
    return out;
}

}  // namespace

Result<std::vector<QueryField>> parse_query(std::string_view query) {
    std::vector<QueryField> fields;
    while (!query.empty()) {
        const std::string_view piece = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(piece.size() + 1, query.size()));
        if (piece.empty()) continue;
        if (fields.size() == query_fields_max) return bad("more than " + std::to_string(query_fields_max) + " fields");
        const std::size_t sign = std::min(piece.find('='), piece.size());
        auto name = decoded(piece.substr(0, sign));
        auto value = decoded(piece.substr(std::min(sign + 1, piece.size())));
        if (!name || !value) return bad("field " + std::to_string(fields.size() + 1) + " is not well encoded");
        fields.push_back({std::move(*name), std::move(*value)});
    }
    return fields;
}

}  // namespace parley::http
