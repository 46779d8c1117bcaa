#include "config/text_checks.hpp"

#include "http/authority.hpp"
#include "http/character_class.hpp"

namespace parley::config {

std::optional<std::string> check_listen_address(std::string_view text) {
    const bool has_port = !text.ends_with(']') && text.find(':') != std::string_view::npos;
    if (has_port && http::is_authority(text)) return std::nullopt;
    return "must be host:port, such as 127.0.0.1:8080 or [::1]:8080";
}

std::optional<std::string> check_host(std::string_view text) {
    const bool has_port = !text.ends_with(']') && text.find(':') != std::string_view::npos;
    if (!has_port && http::is_authority(text) && !text.ends_with('.')) return std::nullopt;
    return "must be a name or an address without a port, such as llm.example.com";
}

std::optional<std::string> check_region(std::string_view text) {
    if (text == "us" || text == "eu") return std::nullopt;
    return "must be us or eu";
}

std::optional<std::string> check_target_region(std::string_view text) {
    if (text == "global" || !check_region(text)) return std::nullopt;
    return "must be us, eu or global";
}

std::optional<std::string> check_name(std::string_view text) {
    constexpr auto allowed = http::letters | http::digits | http::CharacterClass::of("._-");
    if (!text.empty() && allowed.has_all(text)) return std::nullopt;
    return "must be letters, digits, '.', '_' and '-'";
}

std::optional<std::string> check_model_id(std::string_view text) {
    if (http::visible.without("\"'\\").has_all(text)) return std::nullopt;
    return "must be printable ASCII without spaces, quotes and backslashes";
}

std::optional<std::string> check_secret(std::string_view text, std::size_t bytes_min, std::size_t bytes_max) {
    if (text.empty()) return "must not be empty";
    if (text.size() < bytes_min) return "must have at least " + std::to_string(bytes_min) + " characters";
    if (text.size() > bytes_max) return "must have at most " + std::to_string(bytes_max) + " characters";
    if (!http::visible.has_all(text)) return "must be printable ASCII without spaces";
    return std::nullopt;
}

}  // namespace parley::config
