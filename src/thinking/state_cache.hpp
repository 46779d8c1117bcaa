// state_cache.hpp: thinking state of recent calls, for ids that cannot carry it: too large a state, or an id that a client has cut.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/deadline.hpp"

namespace parley::thinking {

/// Thread-safe. Bounded in bytes: what was not asked for the longest gives way. What is older than `age_max` is not given out any
/// more: a conversation of a voice agent is over by then. Memory only; a restart forgets it all.
class StateCache {
  public:
    static constexpr std::size_t bytes_max_default = 64 * 1024 * 1024;
    static constexpr Duration age_max = std::chrono::hours(4);

    explicit StateCache(std::size_t bytes_max = bytes_max_default) : shard_bytes_max_(bytes_max / shard_count) {}

    /// A state larger than an eighth of a shard is not kept: it would push out everybody else's.
    void put(std::string_view account, std::string_view call_id, std::string_view state, TimePoint now);
    std::optional<std::string> find(std::string_view account, std::string_view call_id, TimePoint now);

    std::size_t bytes() const;

  private:
    static constexpr std::size_t shard_count = 16;
    /// What an entry costs beside its texts: nodes of a list and of a table.
    static constexpr std::size_t entry_bytes = 160;

    struct Entry {
        std::string name;  // account, 0, call id
        std::string state;
        TimePoint kept_at;

        std::size_t bytes() const { return name.size() + state.size() + entry_bytes; }
    };
    struct Shard {
        mutable std::mutex mutex;
        std::list<Entry> entries;                                                  // the one asked for last in front
        std::unordered_map<std::string_view, std::list<Entry>::iterator> by_name;  // keys lie in the entries
        std::size_t bytes = 0;
    };

    static void erase(Shard& shard, std::list<Entry>::iterator entry);
    Shard& shard_of(std::string_view name) { return shards_[std::hash<std::string_view>()(name) % shard_count]; }

    std::size_t shard_bytes_max_;
    std::array<Shard, shard_count> shards_;
};

}  // namespace parley::thinking
