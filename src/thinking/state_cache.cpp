#include "thinking/state_cache.hpp"

#include <iterator>
#include <utility>

namespace parley::thinking {
namespace {

std::string name_of(std::string_view account, std::string_view call_id) {
    std::string name(account);
    name += '\0';
    return name += call_id;
}

}  // namespace

void StateCache::erase(Shard& shard, std::list<Entry>::iterator entry) {
    shard.bytes -= entry->bytes();
    shard.by_name.erase(entry->name);
    shard.entries.erase(entry);
}

void StateCache::put(std::string_view account, std::string_view call_id, std::string_view state, TimePoint now) {
    Entry entry{name_of(account, call_id), std::string(state), now};
    if (entry.bytes() > shard_bytes_max_ / 8) return;
    Shard& shard = shard_of(entry.name);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.by_name.find(entry.name); found != shard.by_name.end()) erase(shard, found->second);
    shard.bytes += entry.bytes();
    shard.entries.push_front(std::move(entry));
    shard.by_name.emplace(shard.entries.front().name, shard.entries.begin());
    while (shard.bytes > shard_bytes_max_) erase(shard, std::prev(shard.entries.end()));
}

std::optional<std::string> StateCache::find(std::string_view account, std::string_view call_id, TimePoint now) {
    const std::string name = name_of(account, call_id);
    Shard& shard = shard_of(name);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.by_name.find(name);
    if (found == shard.by_name.end()) return std::nullopt;
    const auto entry = found->second;
    if (now - entry->kept_at > age_max) {
        erase(shard, entry);
        return std::nullopt;
    }
    shard.entries.splice(shard.entries.begin(), shard.entries, entry);
    return entry->state;
}

std::size_t StateCache::bytes() const {
    std::size_t sum = 0;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        sum += shard.bytes;
    }
    return sum;
}

}  // namespace parley::thinking
