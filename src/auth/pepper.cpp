#include "auth/pepper.hpp"

#include <string_view>
#include <utility>

#include "auth/keyed_digest.hpp"
#include "auth/secret_file.hpp"

namespace parley::auth {
namespace {

constexpr std::string_view fingerprint_text = "parley: is this the pepper of these keys?";

Error trouble(const std::string& where, const std::string& what) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = where + ": " + what};
}

std::optional<Error> note(store::Connection& connection, std::string_view fingerprint) {
    auto insert = connection.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('pepper_fingerprint', ?)");
    if (!insert) return insert.error();
    return insert->bind(store::Blob{fingerprint}).run();
}

}  // namespace

Result<Secret> load_pepper(const std::optional<std::string>& variable, const std::string& file) {
    if (variable && !variable->empty()) return checked_secret("PARLEY_PEPPER", *variable);
    return load_secret_file(file);
}

std::optional<Error> check_pepper(store::Connection& connection, const Secret& pepper, bool live_keys_exist) {
    const Digest digest = KeyedDigest(pepper.reveal()).of(fingerprint_text);
    const std::string_view fingerprint(reinterpret_cast<const char*>(digest.data()), digest.size());
    auto query = connection.prepare("SELECT value FROM settings WHERE name = 'pepper_fingerprint'");
    if (!query) return query.error();
    const Result<bool> row = query->step();
    if (!row) return row.error();
    if (*row && query->bytes(0) == fingerprint) return std::nullopt;
    if (!*row || !live_keys_exist) return note(connection, fingerprint);
    return trouble("PARLEY_PEPPER",
                   "the stored keys were made under another pepper: set the one that they were made under, or "
                   "revoke them first");
}

}  // namespace parley::auth
