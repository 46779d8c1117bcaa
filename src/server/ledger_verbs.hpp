// ledger_verbs.hpp: ledger.*: are the books right, and everything that stands in them. In pieces, so that an answer fits its line
// and the store's thread has time for other work between them.
#pragma once

#include <cstddef>
#include <string>

#include "base/wall_clock.hpp"
#include "control/server.hpp"
#include "store/writer.hpp"

namespace parley::server {

/// An answer of ledger.export takes no further entries once it has so many bytes. With the longest entries that may follow until
/// then it fits its line (control::answer_bytes_max).
inline constexpr std::size_t exported_bytes_enough = 1 << 20;
/// Entries that are read at once for it.
inline constexpr std::size_t exported_entries_step = 8;

/// ledger.journal   {} -> {"segments", "records", "kept_aside", "findings": [{"file", "text", "is_damage"}]}: every frame of every
///                  segment, its check and its link to the one before. A last write that was cut short is no damage.
/// ledger.database  {} -> {"faults": [..]}: SQLite's own check of the whole file
/// ledger.entries   {after?} -> {"entries": how many, "faults": [..], "next"}: the costs of each, computed again from its tokens and
///                  rates, and its check; `next` goes into `after` of the following piece, null at the end
/// ledger.totals    {after?} -> {"faults": [..], "next"}: the sums of each minute, hour and day against their rows, likewise
/// ledger.export    {since?, until?, after_began?, after_row?} -> {"entries": [..], "next": {"began", "row"} or null}: the newest
///                  first, as entry_json.hpp prints them
///
/// Faults are sentences that name the place. `writer` outlives the verbs; `journal` is the directory of the segments, which
/// need not exist.
control::Verbs ledger_verbs(store::Writer& writer, std::string journal, WallClock clock = unix_now);

}  // namespace parley::server
