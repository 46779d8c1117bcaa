// schema.cpp: what stands in the database, as the steps by which it came there.
#include <array>

#include "store/migrations.hpp"

namespace parley::store {
namespace {

// Moments are Unix seconds. `digest` is the HMAC-SHA-256 of the whole key (auth/key_digests.hpp); `models` are ids joined by
// commas, NULL for every model.
constexpr const char* virtual_keys = R"(
CREATE TABLE virtual_keys (
    key_id              TEXT    NOT NULL PRIMARY KEY,
    digest              BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    name                TEXT    NOT NULL,
    account             TEXT    NOT NULL,
    created             INTEGER NOT NULL,
    expires             INTEGER,
    revoked             INTEGER,
    models              TEXT,
    requests_per_minute INTEGER CHECK (requests_per_minute > 0),
    last_characters     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)";

constexpr std::array migrations{
    Migration{1, virtual_keys},
};

}  // namespace

std::span<const Migration> all_migrations() {
    return migrations;
}

}  // namespace parley::store
