#include "simulate/gemini/address.hpp"

#include <charconv>

namespace parley::simulate::gemini {

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

/// False when the path does not begin with the place where models are.
bool skip_to_models(std::string_view& path) {
    constexpr std::string_view models = "/models/";
    const std::size_t at = path.find(models);
    if (at == std::string_view::npos) return false;
    const std::string_view place = path.substr(0, at);
    if (!place.empty() && place != "/v1beta" && place != "/v1" && !place.ends_with("/publishers/google")) return false;
    path.remove_prefix(at + models.size());
    return true;
}

}  // namespace

std::optional<Address> read_address(std::string_view path) {
    if (!skip_to_models(path)) return std::nullopt;
    const std::size_t colon = path.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    const std::string_view method = path.substr(colon + 1);
    const bool streams = method == "streamGenerateContent";
    if (!streams && method != "generateContent") return std::nullopt;
    return Address{decode_percent(path.substr(0, colon)), streams};
}

}  // namespace parley::simulate::gemini
