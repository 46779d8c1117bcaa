#include "transcripts/transcript_cache.hpp"

#include <utility>

namespace parley::transcripts {
namespace {

/// No account, region or id holds a zero byte.
std::string key_of(const Owner& owner, std::string_view id) {
    std::string key = owner.account;
    key += '\0';
    key += owner.region;
    key += '\0';
    key += id;
    return key;
}

}  // namespace

void TranscriptCache::Shard::remove(std::list<Entry>::iterator entry) {
    bytes -= entry->bytes;
    by_key.erase(entry->key);
    entries.erase(entry);
}

std::shared_ptr<const Transcript> TranscriptCache::find(const Owner& owner, std::string_view id, TimePoint now) {
    const std::string key = key_of(owner, id);
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.by_key.find(key);
    if (found == shard.by_key.end()) return nullptr;
    const auto entry = found->second;
    if (entry->good_until.passed(now)) {
        shard.remove(entry);
        return nullptr;
    }
    shard.entries.splice(shard.entries.begin(), shard.entries, entry);
    return entry->transcript;
}

void TranscriptCache::put(const Owner& owner, std::string_view id, std::shared_ptr<const Transcript> transcript, Deadline good_until) {
    Entry entry{key_of(owner, id), std::move(transcript), good_until, 0};
    entry.bytes = memory_bytes(*entry.transcript) + sizeof(Entry) + entry.key.size();
    const std::size_t bytes_max = bytes_max_.load(std::memory_order_relaxed) / shard_count;
    Shard& shard = shard_of(entry.key);
    const std::lock_guard lock(shard.mutex);
    if (const auto before = shard.by_key.find(entry.key); before != shard.by_key.end()) shard.remove(before->second);
    if (entry.bytes > bytes_max) return;
    while (shard.bytes + entry.bytes > bytes_max) shard.remove(std::prev(shard.entries.end()));
    shard.bytes += entry.bytes;
    shard.entries.push_front(std::move(entry));
    shard.by_key.emplace(shard.entries.front().key, shard.entries.begin());
}

void TranscriptCache::forget(const Owner& owner, std::string_view id) {
    const std::string key = key_of(owner, id);
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.by_key.find(key); found != shard.by_key.end()) shard.remove(found->second);
}

std::size_t TranscriptCache::bytes() const {
    std::size_t bytes = 0;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        bytes += shard.bytes;
    }
    return bytes;
}

}  // namespace parley::transcripts
