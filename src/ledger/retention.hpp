// retention.hpp: how long entries are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "ledger/entry.hpp"
#include "store/connection.hpp"

namespace parley::ledger {

struct Retention {
    std::optional<UnixMicroseconds> keep_since = std::nullopt;  // what began before it goes; empty: age does not matter
    std::optional<std::int64_t> bytes_max = std::nullopt;       // of the whole database in use; empty: size does not matter
};

/// Entries that one call removes at most: the writer has other work.
inline constexpr std::size_t pruned_entries_max = 1'000;

struct Pruned {
    std::int64_t entries = 0;  // that went, with their attempts
    bool more = false;         // call again: there is more to remove

    bool operator==(const Pruned&) const = default;
};

/// Removes the oldest entries that may not stay. The file does not shrink; the room is used again.
Result<Pruned> prune(store::Connection& connection, const Retention& retention);

/// Bytes of the database that hold something.
Result<std::int64_t> bytes_in_use(store::Connection& connection);

}  // namespace parley::ledger
