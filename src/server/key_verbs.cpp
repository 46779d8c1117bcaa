#include "server/key_verbs.hpp"

#include <utility>

#include "server/verb_arguments.hpp"

namespace parley::server {
namespace {

using control::Answer;
using nlohmann::json;

template <class T>
json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json();
}

const char* state_of(const auth::StoredKey& key, UnixSeconds now) {
    if (key.revoked) return "revoked";
    return key.expires && *key.expires <= now ? "expired" : "active";
}

json printed(const auth::StoredKey& key, UnixSeconds now) {
    return {{"id", key.id},
            {"name", key.name},
            {"account", key.account},
            {"state", state_of(key, now)},
            {"created", key.created},
            {"expires", or_null(key.expires)},
            {"revoked", or_null(key.revoked)},
            {"models", or_null(key.models)},
            {"requests_per_minute", or_null(key.requests_per_minute)},
            {"last_characters", key.last_characters}};
}

Answer create(auth::KeyRegistry& keys, WallClock clock, const json& object) {
    VerbArguments arguments(object);
    auth::NewKey wanted;
    wanted.name = arguments.text("name").value_or("");
    wanted.account = arguments.text("account").value_or(wanted.account);
    if (const auto seconds = arguments.integer("expires_in_seconds")) wanted.lifetime = std::chrono::seconds(*seconds);
    wanted.models = arguments.texts("models");
    wanted.requests_per_minute = arguments.integer("requests_per_minute");
    if (auto error = arguments.error()) return *error;
    const Result<auth::MadeKey> made = keys.create(wanted);
    if (!made) return made.error();
    json shown = printed(made->key, clock());
    shown["key"] = std::string(made->text.reveal());  // the one time
    return control::answer_with(std::move(shown));
}

Answer list(auth::KeyRegistry& keys, WallClock clock, const json& object) {
    VerbArguments arguments(object);
    const std::string after = arguments.text("after").value_or("");
    const std::int64_t limit = arguments.integer("limit").value_or(listed_keys_max);
    if (auto error = arguments.error()) return *error;
    if (limit < 1 || limit > static_cast<std::int64_t>(listed_keys_max)) {
        return bad_arguments({"limit must be 1 to " + std::to_string(listed_keys_max)});
    }
    const auto found = keys.list(after, static_cast<std::size_t>(limit) + 1);  // one more shows whether others follow
    if (!found) return found.error();
    json shown = json::array();
    for (const auth::StoredKey& key : *found) {
        if (shown.size() < static_cast<std::size_t>(limit)) shown.push_back(printed(key, clock()));
    }
    const bool more = shown.size() < found->size();
    return control::answer_with({{"keys", std::move(shown)}, {"more", more}});
}

Answer revoke(auth::KeyRegistry& keys, WallClock clock, const json& object) {
    VerbArguments arguments(object);
    const std::optional<std::string> id = arguments.text("id");
    if (auto error = arguments.error()) return *error;
    if (!id) return bad_arguments({"id is missing"});
    const Result<auth::StoredKey> revoked = keys.revoke(*id);
    if (!revoked) return revoked.error();
    return control::answer_with(printed(*revoked, clock()));
}

}  // namespace

control::Verbs key_verbs(auth::KeyRegistry& keys, WallClock clock) {
    return {{"keys.create", [&keys, clock](const json& arguments) { return create(keys, clock, arguments); }},
            {"keys.list", [&keys, clock](const json& arguments) { return list(keys, clock, arguments); }},
            {"keys.revoke", [&keys, clock](const json& arguments) { return revoke(keys, clock, arguments); }}};
}

}  // namespace parley::server
