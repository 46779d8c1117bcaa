// virtual_key.hpp: the two kinds of key that callers can show: of the configuration, and of the store.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/keyed_digest.hpp"
#include "auth/principal.hpp"
#include "base/secret.hpp"
#include "base/wall_clock.hpp"

namespace parley::auth {

/// A key that stands in the configuration. The ring keeps its digest only.
struct ConfiguredKey {
    std::string name;
    Secret secret;
    std::string account = std::string(default_account);
    std::optional<std::uint32_t> requests_per_minute = {};
};

/// What one can ask for when making a key.
struct NewKey {
    std::string name;  // how logs and reports call it
    std::string account = std::string(default_account);
    std::optional<std::chrono::seconds> lifetime = {};
    std::optional<std::vector<std::string>> models = {};
    std::optional<std::int64_t> requests_per_minute = {};
};

// Bounds of a NewKey, all inclusive.
inline constexpr std::size_t key_name_bytes_max = 100;  // of the account's name, too
inline constexpr std::size_t key_models_max = 64;
inline constexpr std::size_t key_model_bytes_max = 256;
inline constexpr std::int64_t key_requests_per_minute_max = 1'000'000;
inline constexpr std::chrono::seconds key_lifetime_max = std::chrono::days(36'500);

/// Everything that is wrong with it, a sentence each, beginning with the field's name; empty when it can be made.
std::vector<std::string> problems_of(const NewKey& key);

/// A key of the store: everything but its secret, of which only a digest exists.
struct StoredKey {
    std::string id;
    Digest digest{};
    std::string name;
    std::string account;
    UnixSeconds created = 0;
    std::optional<UnixSeconds> expires = {};
    std::optional<UnixSeconds> revoked = {};
    std::optional<std::vector<std::string>> models = {};
    std::optional<std::int64_t> requests_per_minute = {};
    std::string last_characters;

    bool operator==(const StoredKey&) const = default;
};

Principal principal_of(const StoredKey& key);

}  // namespace parley::auth
