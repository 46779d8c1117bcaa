#include "auth/key_table.hpp"

#include <cstring>
#include <string_view>
#include <utility>

namespace parley::auth {
namespace {

#define PARLEY_KEY_COLUMNS "key_id, digest, name, account, created, expires, revoked, models, requests_per_minute, last_characters"

constexpr std::string_view insert_sql = "INSERT INTO virtual_keys (" PARLEY_KEY_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view list_sql = "SELECT " PARLEY_KEY_COLUMNS " FROM virtual_keys WHERE key_id > ? ORDER BY key_id LIMIT ?";
constexpr std::string_view live_sql =
    "SELECT " PARLEY_KEY_COLUMNS " FROM virtual_keys WHERE revoked IS NULL AND (expires IS NULL OR expires > ?)";
constexpr std::string_view find_sql = "SELECT " PARLEY_KEY_COLUMNS " FROM virtual_keys WHERE key_id = ?";
constexpr std::string_view count_sql = "SELECT count(*) FROM virtual_keys";
constexpr std::string_view revoke_sql = "UPDATE virtual_keys SET revoked = ? WHERE key_id = ? AND revoked IS NULL";

#undef PARLEY_KEY_COLUMNS

std::string joined(const std::vector<std::string>& models) {
    std::string text;
    for (const std::string& model : models) text += (text.empty() ? "" : ",") + model;
    return text;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> models;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        models.emplace_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return models;
}

StoredKey key_in(const store::Statement& row) {
    StoredKey key;
    key.id = row.text(0);
    const std::string digest = row.bytes(1);  // 32 bytes, as the table demands
    std::memcpy(key.digest.data(), digest.data(), std::min(digest.size(), key.digest.size()));
    key.name = row.text(2);
    key.account = row.text(3);
    key.created = row.integer(4);
    key.expires = row.integer_or_null(5);
    key.revoked = row.integer_or_null(6);
    if (!row.is_null(7)) key.models = split(row.text(7));
    key.requests_per_minute = row.integer_or_null(8);
    key.last_characters = row.text(9);
    return key;
}

Result<std::vector<StoredKey>> keys_of(store::Statement& query) {
    std::vector<StoredKey> keys;
    for (;;) {
        const Result<bool> row = query.step();
        if (!row) return row.error();
        if (!*row) return keys;
        keys.push_back(key_in(query));
    }
}

Error request_error(ErrorKind kind, std::string message) {
    return Error{.kind = kind, .source = ErrorSource::downstream, .message = std::move(message)};
}

}  // namespace

std::optional<Error> insert_key(store::Connection& connection, const StoredKey& key) {
    const Result<std::int64_t> count = count_keys(connection);
    if (!count) return count.error();
    if (*count >= stored_keys_max) {
        return request_error(ErrorKind::bad_request, "there are " + std::to_string(*count) + " keys, and more are not kept");
    }
    auto insert = connection.prepare(insert_sql);
    if (!insert) return insert.error();
    const std::string_view digest(reinterpret_cast<const char*>(key.digest.data()), key.digest.size());
    std::optional<std::string> models;
    if (key.models) models = joined(*key.models);
    insert->bind(key.id, store::Blob{digest}, key.name, key.account, key.created, key.expires, key.revoked, models, key.requests_per_minute,
                 key.last_characters);
    return insert->run();
}

Result<std::vector<StoredKey>> list_keys(store::Connection& connection, const std::string& after, std::size_t limit) {
    auto query = connection.prepare(list_sql);
    if (!query) return query.error();
    return keys_of(query->bind(after, limit));
}

Result<std::vector<StoredKey>> live_keys(store::Connection& connection, UnixSeconds now) {
    auto query = connection.prepare(live_sql);
    if (!query) return query.error();
    return keys_of(query->bind(now));
}

Result<std::int64_t> count_keys(store::Connection& connection) {
    auto query = connection.prepare(count_sql);
    if (!query) return query.error();
    const Result<bool> row = query->step();
    if (!row) return row.error();
    return query->integer(0);
}

Result<StoredKey> revoke_key(store::Connection& connection, const std::string& id, UnixSeconds now) {
    auto update = connection.prepare(revoke_sql);
    if (!update) return update.error();
    if (auto error = update->bind(now, id).run()) return *error;
    auto query = connection.prepare(find_sql);
    if (!query) return query.error();
    auto found = keys_of(query->bind(id));
    if (!found) return found.error();
    if (found->empty()) return request_error(ErrorKind::not_found, "there is no key with this id; `parley keys list` shows them");
    return std::move(found->front());
}

}  // namespace parley::auth
