// key_table.hpp: the SQL of virtual keys. Functions over the store's connection, called on its thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "auth/virtual_key.hpp"
#include "base/result.hpp"
#include "store/connection.hpp"

namespace parley::auth {

/// Rows of the table, revoked and expired keys among them: reports still name those.
inline constexpr std::int64_t stored_keys_max = 100'000;

/// Errors: ErrorKind::bad_request when the table is full.
std::optional<Error> insert_key(store::Connection& connection, const StoredKey& key);

/// Up to `limit` keys whose id follows `after`, in the order of their ids. Empty `after`: from the first.
Result<std::vector<StoredKey>> list_keys(store::Connection& connection, const std::string& after, std::size_t limit);

/// Keys that are neither revoked nor expired at `now`.
Result<std::vector<StoredKey>> live_keys(store::Connection& connection, UnixSeconds now);

/// Keys of any state.
Result<std::int64_t> count_keys(store::Connection& connection);

/// The key as it is afterwards. One that was revoked before keeps its moment. Errors: ErrorKind::not_found.
Result<StoredKey> revoke_key(store::Connection& connection, const std::string& id, UnixSeconds now);

}  // namespace parley::auth
