// key_registry.hpp: every key that exists, and the ring that is made of them whenever one changes.
//
// Changes go to the store first. Once they are on the disk, a new ring is made and handed to whoever subscribed; a request
// is judged by the ring that its thread has at that moment, and never asks the store.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/api_key.hpp"
#include "auth/key_ring.hpp"
#include "auth/key_table.hpp"
#include "store/writer.hpp"

namespace parley::auth {

struct MadeKey {
    StoredKey key;
    Secret text;  // shown once: only its digest is kept
};

/// How logs and reports call the key of the machine's own commands.
inline constexpr std::string_view command_line_key_name = "command line";

/// Thread-safe, for threads that may wait for the disk: never a worker's.
class KeyRegistry {
  public:
    using Ring = std::shared_ptr<const KeyRing>;
    using Subscriber = std::function<void(Ring)>;

    /// `writer` outlives the registry.
    KeyRegistry(store::Writer& writer, Secret pepper, WallClock clock = unix_now);

    /// Reads the stored keys, takes those of the configuration in place of the ones before, and publishes a ring of both: at
    /// the start, and whenever a configuration is reloaded. Errors, with which the configured keys take effect all the same
    /// and the stored ones stay as they were: the store's, or another pepper than the stored keys have.
    std::optional<Error> load(std::vector<ConfiguredKey> configured);

    /// Errors: ErrorKind::bad_request with every problem of the key, or the store's, or the pepper's.
    Result<MadeKey> create(const NewKey& wanted);
    /// See list_keys.
    Result<std::vector<StoredKey>> list(const std::string& after, std::size_t limit);
    /// See revoke_key.
    Result<StoredKey> revoke(const std::string& id);

    /// The key of commands on this machine that ask the gateway something: made when the first of them comes, of the default
    /// account, for every model. Never stored: it ends with the process.
    Secret command_line_key();

    struct Counts {
        std::size_t usable = 0;   // keys of either kind that open the gateway
        std::int64_t stored = 0;  // keys in the store, in whatever state
    };
    Result<Counts> counts();

    /// The ring as it is now; never null.
    Ring ring();

    /// False while the store could not be read even once: then no stored key opens anything yet. Never waits.
    bool knows_stored_keys() const { return knows_stored_keys_.load(std::memory_order_relaxed); }
    /// Whether the database could be opened so far. Never waits.
    bool store_is_open() const { return writer_.is_open(); }

    /// Gives `subscriber` the current ring now and every later one, as soon as it exists, on the thread that made the change.
    /// One at a time; an empty function ends it, and no call is under way once this has returned.
    void subscribe(Subscriber subscriber);

  private:
    using Keys = std::vector<StoredKey>;
    void publish();

    store::Writer& writer_;
    const Secret pepper_;
    const KeyedDigest digest_;
    const WallClock clock_;
    std::mutex mutex_;  // held over a change and its publication, so that rings are published in the order of the changes
    std::vector<ConfiguredKey> configured_;
    std::optional<ConfiguredKey> command_line_;  // once somebody has asked for it
    std::optional<Keys> stored_;                 // the live ones, when the store was last read
    std::atomic<bool> knows_stored_keys_{false};
    Ring ring_;
    Subscriber subscriber_;
};

}  // namespace parley::auth
