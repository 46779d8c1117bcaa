#include "auth/virtual_key.hpp"

#include <string_view>

namespace parley::auth {
namespace {

bool is_name_letter(unsigned char byte) {
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    return letter || (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-';
}

// As model ids are in the configuration, and without the comma that separates them here.
bool is_model_letter(unsigned char byte) { return byte > ' ' && byte < 0x7f && byte != '"' && byte != '\'' && byte != '\\' && byte != ','; }

template <class Allowed>
bool is_made_of(std::string_view text, std::size_t bytes_max, Allowed allowed) {
    return !text.empty() && text.size() <= bytes_max && std::all_of(text.begin(), text.end(), allowed);
}

void check_name(std::vector<std::string>& problems, const char* field, std::string_view text) {
    if (is_made_of(text, key_name_bytes_max, is_name_letter)) return;
    problems.push_back(std::string(field) + " must be 1 to " + std::to_string(key_name_bytes_max) + " letters, digits, '.', '_' and '-'");
}

void check_models(std::vector<std::string>& problems, const std::vector<std::string>& models) {
    if (models.empty() || models.size() > key_models_max) {
        problems.push_back("models must name 1 to " + std::to_string(key_models_max) + " models; leave it out for all of them");
    }
    for (std::size_t i = 0; i < models.size(); ++i) {
        if (is_made_of(models[i], key_model_bytes_max, is_model_letter)) continue;
        problems.push_back("models[" + std::to_string(i) + "] is no model id");
    }
}

void check_range(std::vector<std::string>& problems, const char* field, std::int64_t value, std::int64_t most) {
    if (value >= 1 && value <= most) return;
    problems.push_back(std::string(field) + " must be 1 to " + std::to_string(most));
}

}  // namespace

std::vector<std::string> problems_of(const NewKey& key) {
    std::vector<std::string> problems;
    check_name(problems, "name", key.name);
    check_name(problems, "account", key.account);
    if (key.lifetime) check_range(problems, "expires_in_seconds", key.lifetime->count(), key_lifetime_max.count());
    if (key.models) check_models(problems, *key.models);
    if (key.requests_per_minute) {
        check_range(problems, "requests_per_minute", *key.requests_per_minute, key_requests_per_minute_max);
    }
    return problems;
}

Principal principal_of(const StoredKey& key) {
    Principal principal{key.name, key.id, key.account, key.expires, std::nullopt, key.models};
    if (key.requests_per_minute) principal.requests_per_minute = static_cast<std::uint32_t>(*key.requests_per_minute);
    return principal;
}

}  // namespace parley::auth
