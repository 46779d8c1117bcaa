// limits.hpp: every number that bounds the journal.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/deadline.hpp"

namespace parley::journal {

/// What one record carries at most. An entry with its attempts takes one or two KiB.
inline constexpr std::size_t payload_bytes_max = 64 * 1024;

/// What one segment may be told to hold. Recovery reads a segment into memory whole, which the upper bound keeps modest.
inline constexpr std::uint64_t segment_bytes_min = 4 * 1024;
inline constexpr std::uint64_t segment_bytes_max = 64 * 1024 * 1024;

inline constexpr std::uint32_t threads_max = 1024;

/// Files of segments that are stored, kept to be written over. While it is busy a thread begins a segment about when one of its
/// earlier ones is stored.
inline constexpr std::uint32_t spare_files_per_thread = 1;

/// Between two looks of the sync thread at files with news, under Durability::crash (docs/decisions/0003): what a dying
/// machine may take with it.
inline constexpr Duration sync_interval = std::chrono::milliseconds(50);

/// Between two attempts to begin a segment where none could be begun.
inline constexpr Duration retry_interval = std::chrono::milliseconds(250);

enum class Durability : std::uint8_t {
    crash,  // the process may be killed at any moment; a machine that dies takes up to sync_interval of records with it
    power,  // so may the machine: Appender::when_durable tells when a record would survive it
};

struct JournalOptions {
    /// Of one segment. What a thread's running exchanges have reserved has to fit into one, so it also bounds how many of
    /// them there can be: 16 MiB are 16,000 with a KiB each.
    std::uint64_t segment_bytes = 16 * 1024 * 1024;
    /// Of all segments together, those of earlier runs included. At least two segments for each thread.
    std::uint64_t total_bytes = 1024 * 1024 * 1024;
    std::uint32_t threads = 1;
    Durability durability = Durability::crash;
};

}  // namespace parley::journal
