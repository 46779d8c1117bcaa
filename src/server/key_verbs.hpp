// key_verbs.hpp: keys.create, keys.list and keys.revoke: what the control socket, or a command beside no server, can do to
// the keys.
#pragma once

#include "auth/key_registry.hpp"
#include "control/server.hpp"

namespace parley::server {

/// Keys in one answer of keys.list, at most: with their longest fields they fit an answer (control::answer_bytes_max).
inline constexpr std::size_t listed_keys_max = 250;

/// keys.create  {name, account?, expires_in_seconds?, models?, requests_per_minute?} -> the key, and "key": what callers
///              show, here and never again
/// keys.list    {after?: an id, limit?} -> {"keys": [..], "more": whether others follow}
/// keys.revoke  {id} -> the key
///
/// A key is {id, name, account, state, created, expires, revoked, models, requests_per_minute, last_characters}: moments in
/// Unix seconds, null where there is none; `state` is active, expired or revoked.
///
/// `keys` outlives the verbs. `clock` decides the state that is shown.
control::Verbs key_verbs(auth::KeyRegistry& keys, WallClock clock = unix_now);

}  // namespace parley::server
