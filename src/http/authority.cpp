#include "http/authority.hpp"

#include "http/character_class.hpp"
#include "http/numbers.hpp"

namespace parley::http {
namespace {

constexpr std::size_t port_digits_max = 5;
constexpr std::uint64_t port_max = 65535;

bool is_port(std::string_view text) {
    const auto port = parse_decimal(text);
    return port && text.size() <= port_digits_max && *port <= port_max;
}

/// Bytes of the host at the front of `text`; 0 when there is none.
std::size_t host_length(std::string_view text) {
    if (!text.starts_with('[')) return host_name_bytes.skip(text, 0);
    const std::size_t close = ipv6_bytes.skip(text, 1);
    if (close == text.size() || text[close] != ']') return 0;
    const std::string_view address = text.substr(1, close - 1);
    return address.find(':') == std::string_view::npos ? 0 : close + 1;
}

}  // namespace

bool is_authority(std::string_view text) {
    const std::size_t length = host_length(text);
    if (length == 0) return false;
    const std::string_view rest = text.substr(length);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

}  // namespace parley::http
