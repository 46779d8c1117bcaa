// request_windows.hpp: every window of the process: one for each account, or key with a limit of its own, and model.
//
// All threads count together, so that a limit is what it says however connections fall on threads. The windows outlive
// reloads: they are found by names. A gateway without limits never comes here.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "limits/request_window.hpp"

namespace parley::limits {

/// Whose requests are counted together.
struct Payer {
    enum class Kind : char { account = 'a', configured_key = 'c', stored_key = 's' } kind = Kind::account;
    std::string_view name;  // a stored key's id, for its name may come again
};

/// Thread-safe. Cost: a hash, and a lock of one shard for as long as an addition takes.
class RequestWindows {
  public:
    /// Windows that count at the same time, about 150 bytes each. One more is a request that cannot be counted: it is
    /// refused until one of the others has ended, for a limit that is not kept would be none.
    static constexpr std::size_t windows_max = 65'536;

    /// Fewer for tests; a multiple of the number of shards.
    explicit RequestWindows(std::size_t most = windows_max) : shard_most_(most / shard_count) {}

    /// Counts a request of `payer` for `model` if it is within `limit`, at least 1. Nullopt: there is no room to count it in.
    std::optional<Standing> take(Payer payer, std::string_view model, std::uint32_t limit, TimePoint now);

    /// Windows kept, those that ended and were not yet cleared away included.
    std::size_t size() const;

  private:
    static constexpr std::size_t shard_count = 16;

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    using Windows = std::unordered_map<std::string, RequestWindow, TextHash, std::equal_to<>>;

    struct Shard {
        mutable std::mutex mutex;
        Windows windows;
        TimePoint full_until{};  // no window of a full shard ends before
    };

    /// Clears away what has ended, if the shard is full. Whether there is room now.
    bool make_room(Shard& shard, TimePoint now) const;

    std::size_t shard_most_;
    std::array<Shard, shard_count> shards_;
};

}  // namespace parley::limits
