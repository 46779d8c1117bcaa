// state_keeper.hpp: where thinking state is while a client has the conversation: in the call's id, or in the cache behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/deadline.hpp"
#include "base/secret.hpp"
#include "thinking/call_id_seal.hpp"
#include "thinking/state_cache.hpp"

namespace parley::thinking {

/// One for the process. Thread-safe.
class StateKeeper {
  public:
    /// `secret`: 32 to 64 bytes, the same wherever conversations may go on: other nodes, the next start.
    explicit StateKeeper(const Secret& secret, std::size_t cache_bytes_max = StateCache::bytes_max_default)
        : seal_(secret), cache_(cache_bytes_max) {}

    const CallIdSeal& seal() const { return seal_; }
    StateCache& cache() { return cache_; }

  private:
    CallIdSeal seal_;
    StateCache cache_;
};

/// Whose state it is, and whether we may remember any. Lives as long as its request; views into what outlives it.
class StateScope {
  public:
    enum class Memory : std::uint8_t { seal_and_cache, seal_only };

    /// `now`: of the request, near enough for a cache of hours.
    StateScope(StateKeeper& keeper, std::string_view account, Memory memory, TimePoint now)
        : keeper_(keeper), account_(account), memory_(memory), now_(now) {}

    /// The id under which the caller is told of a call: with the state in it, or the provider's own.
    std::string carry(std::string_view id, std::string_view state) const;
    /// What such an id was; nullopt for every other.
    std::optional<OpenedCall> find(std::string_view call_id) const;

  private:
    StateKeeper& keeper_;
    std::string_view account_;
    Memory memory_;
    TimePoint now_;
};

}  // namespace parley::thinking
