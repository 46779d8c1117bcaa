// transcript_cache.hpp: transcripts that were read lately, ready to be rendered. The process's, for all threads.
//
// Keyed by account, region and id together: nobody is served what another account has asked for. Bounded in bytes; what was used
// longest ago goes first. No lock is held while anything is read or rendered.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/deadline.hpp"
#include "base/sip_hash.hpp"
#include "transcripts/transcript.hpp"
#include "transcripts/transcript_table.hpp"

namespace parley::transcripts {

class TranscriptCache {
  public:
    /// bytes_max  of memory, about; what is larger than a fourth of it is not kept
    explicit TranscriptCache(std::size_t bytes_max = 64u << 20) : bytes_max_(bytes_max) {}

    void set_bytes_max(std::size_t bytes) { bytes_max_.store(bytes, std::memory_order_relaxed); }

    /// Null when it is not there, or no longer good.
    std::shared_ptr<const Transcript> find(const Owner& owner, std::string_view id, TimePoint now);
    void put(const Owner& owner, std::string_view id, std::shared_ptr<const Transcript> transcript, Deadline good_until);
    void forget(const Owner& owner, std::string_view id);

    /// Of all entries together.
    std::size_t bytes() const;

  private:
    static constexpr std::size_t shard_count = 4;

    struct Entry {
        std::string key;
        std::shared_ptr<const Transcript> transcript;
        Deadline good_until;
        std::size_t bytes;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::list<Entry> entries;                                                 // the one used last in front
        std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key;  // the keys are the entries'
        std::size_t bytes = 0;

        void remove(std::list<Entry>::iterator entry);
    };

    Shard& shard_of(std::string_view key) { return shards_[sip_hash(seed_, key) % shard_count]; }

    std::atomic<std::size_t> bytes_max_;
    const SipSeed seed_ = random_sip_seed();
    std::array<Shard, shard_count> shards_;
};

}  // namespace parley::transcripts
