// principal.hpp: who asks, and what they may.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_clock.hpp"

namespace parley::auth {

/// The account of keys for which nobody named one.
inline constexpr std::string_view default_account = "default";

struct Principal {
    std::string key_name;     // of the virtual key that was shown; fit for logs and reports
    std::string key_id = {};  // of a stored key; empty for one of the configuration, which its name tells apart
    std::string account = std::string(default_account);
    std::optional<UnixSeconds> expires = {};                // from then on the key opens nothing
    std::optional<std::uint32_t> requests_per_minute = {};  // empty: what holds for the account
    std::optional<std::vector<std::string>> models = {};    // public ids; empty: every model

    bool may_use(std::string_view model) const { return !models || std::find(models->begin(), models->end(), model) != models->end(); }

    bool operator==(const Principal&) const = default;
};

}  // namespace parley::auth
