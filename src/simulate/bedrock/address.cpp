#include "simulate/bedrock/address.hpp"

#include <charconv>

namespace parley::simulate::bedrock {
namespace {

std::string decode_percent(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned value = 0;
        const char* const digits = text.data() + at + 1;
        const bool is_escape = text[at] == '%' && at + 2 < text.size() && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2;
        decoded += is_escape ? static_cast<char>(value) : text[at];
        if (is_escape) at += 2;
    }
    return decoded;
}

}  // namespace

std::optional<Address> read_address(std::string_view path) {
    constexpr std::string_view begin = "/model/";
    if (!path.starts_with(begin)) return std::nullopt;
    path.remove_prefix(begin.size());
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    const std::string_view method = path.substr(slash + 1);
    const bool streams = method == "converse-stream";
    if (!streams && method != "converse") return std::nullopt;
    return Address{decode_percent(path.substr(0, slash)), streams};
}

}  // namespace parley::simulate::bedrock
