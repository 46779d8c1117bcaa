#include "auth/key_registry.hpp"

#include <utility>

#include "auth/pepper.hpp"

namespace parley::auth {
namespace {

Error refused(std::vector<std::string> problems) {
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "this key cannot be made",
                 .problems = std::move(problems)};
}

}  // namespace

KeyRegistry::KeyRegistry(store::Writer& writer, Secret pepper, WallClock clock)
    : writer_(writer),
      pepper_(std::move(pepper)),
      digest_(pepper_.reveal()),
      clock_(clock),
      ring_(std::make_shared<const KeyRing>(std::vector<ConfiguredKey>(), pepper_.reveal())) {}

std::optional<Error> KeyRegistry::load(std::vector<ConfiguredKey> configured) {
    const std::lock_guard lock(mutex_);
    const auto read = [this](store::Connection& connection) -> Result<Keys> {
        Result<Keys> live = live_keys(connection, clock_());
        if (!live) return live;
        if (auto error = check_pepper(connection, pepper_, !live->empty())) return *error;
        return live;
    };
    Result<Keys> live = writer_.ask<Keys>(read);
    configured_ = std::move(configured);
    const std::optional<Error> error = live ? std::nullopt : std::optional(live.error());
    if (live) stored_ = std::move(*live);
    publish();
    return error;
}

Result<MadeKey> KeyRegistry::create(const NewKey& wanted) {
    if (auto problems = problems_of(wanted); !problems.empty()) return refused(std::move(problems));
    ApiKey made = make_api_key();
    StoredKey key;
    key.id = std::move(made.id);
    key.digest = digest_.of(made.text.reveal());
    key.name = wanted.name;
    key.account = wanted.account;
    key.created = clock_();
    if (wanted.lifetime) key.expires = key.created + wanted.lifetime->count();
    key.models = wanted.models;
    key.requests_per_minute = wanted.requests_per_minute;
    key.last_characters = last_characters(made.text);

    const std::lock_guard lock(mutex_);
    const auto insert = [&](store::Connection& connection) -> Result<Keys> {
        const Result<Keys> before = live_keys(connection, key.created);
        if (!before) return before;
        if (auto error = check_pepper(connection, pepper_, !before->empty())) return *error;
        if (auto error = insert_key(connection, key)) return *error;
        return live_keys(connection, key.created);
    };
    Result<Keys> live = writer_.ask<Keys>(insert);
    if (!live) return live.error();
    stored_ = std::move(*live);
    publish();
    return MadeKey{std::move(key), std::move(made.text)};
}

Result<std::vector<StoredKey>> KeyRegistry::list(const std::string& after, std::size_t limit) {
    return writer_.ask<Keys>([&](store::Connection& connection) { return list_keys(connection, after, limit); });
}

Result<StoredKey> KeyRegistry::revoke(const std::string& id) {
    const std::lock_guard lock(mutex_);
    StoredKey revoked;
    const auto update = [&](store::Connection& connection) -> Result<Keys> {
        Result<StoredKey> key = revoke_key(connection, id, clock_());
        if (!key) return key.error();
        revoked = std::move(*key);
        return live_keys(connection, clock_());
    };
    Result<Keys> live = writer_.ask<Keys>(update);
    if (!live) return live.error();
    stored_ = std::move(*live);
    publish();
    return revoked;
}

Secret KeyRegistry::command_line_key() {
    const std::lock_guard lock(mutex_);
    if (!command_line_) {
        command_line_ = ConfiguredKey{.name = std::string(command_line_key_name), .secret = make_api_key().text};
        publish();
    }
    return command_line_->secret;
}

Result<KeyRegistry::Counts> KeyRegistry::counts() {
    const Result<std::int64_t> stored = writer_.ask<std::int64_t>(count_keys);
    if (!stored) return stored.error();
    const std::lock_guard lock(mutex_);
    return Counts{ring_->size(), *stored};
}

KeyRegistry::Ring KeyRegistry::ring() {
    const std::lock_guard lock(mutex_);
    return ring_;
}

void KeyRegistry::subscribe(Subscriber subscriber) {
    const std::lock_guard lock(mutex_);
    subscriber_ = std::move(subscriber);
    if (subscriber_) subscriber_(ring_);
}

void KeyRegistry::publish() {
    const auto known = stored_ ? KeyRing::Stored::known : KeyRing::Stored::unknown;
    std::vector<ConfiguredKey> configured = configured_;
    if (command_line_) configured.push_back(*command_line_);
    ring_ = std::make_shared<const KeyRing>(configured, stored_.value_or(Keys()), pepper_.reveal(), clock_, known);
    knows_stored_keys_ = stored_.has_value();
    if (subscriber_) subscriber_(ring_);
}

}  // namespace parley::auth
