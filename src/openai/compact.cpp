#include "openai/compact.hpp"

namespace parley::openai {
namespace {

bool is_white_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

/// The offset past the string whose opening quote is at `at`.
std::size_t past_string(std::string_view json, std::size_t at) {
    for (++at; json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
    }
    return at + 1;
}

}  // namespace

void append_compact(std::string& out, std::string_view json) {
    for (std::size_t at = 0; at < json.size();) {
        if (json[at] == '"') {
            const std::size_t end = past_string(json, at);
            out += json.substr(at, end - at);
            at = end;
        } else {
            if (!is_white_space(json[at])) out += json[at];
            ++at;
        }
    }
}

}  // namespace parley::openai
