// ledger_drain.hpp: moves what the journal holds into the store.
//
// Records are put together to entries, entries are stored, and only then are segments let go of whose every request is told. What is
// read a second time, after a kill between the two, changes nothing. A store that is away leaves everything where it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "journal/journal.hpp"
#include "ledger/assembler.hpp"
#include "ledger/entry.hpp"
#include "store/writer.hpp"

namespace parley::server {

/// Entries that one transaction stores.
inline constexpr std::size_t drained_entries_max = 1'000;

/// One thread's, which may wait.
class LedgerDrain {
  public:
    /// Both outlive it.
    LedgerDrain(journal::Journal& journal, store::Writer& store);

    struct Round {
        std::size_t stored = 0;  // entries
        bool more = false;       // there was more to read than one transaction holds
    };
    /// Moves on what is there now, up to drained_entries_max entries. What began in an earlier run and never ended is stored as
    /// `interrupted` once all of that run is read.
    ///
    /// Errors  the disk's or the store's: everything stays where it was, and a later round goes on.
    Result<Round> round();
    /// Rounds until nothing is left.
    std::optional<Error> all();

    /// Records that could not be understood: damaged, or of a newer Parley. Their segments are kept aside.
    std::uint64_t unreadable() const { return unreadable_; }

  private:
    /// What one thread of one run wrote, in order.
    using Source = std::pair<std::uint64_t, std::uint32_t>;
    struct Reading {
        ledger::Assembler assembler;
        std::uint64_t newest = 0;  // sequence of the segment that was read last
    };

    std::optional<Error> read(bool& more);
    std::size_t add(const journal::Record& record, const journal::SegmentId& from);
    void end_earlier_runs();
    void take_finished();
    std::optional<Error> store();
    void let_go();

    journal::Journal& journal_;
    store::Writer& store_;
    journal::JournalReader reader_;
    std::map<Source, Reading> readings_;
    std::vector<ledger::Entry> entries_;  // finished and not stored yet
    std::uint64_t unreadable_ = 0;
};

}  // namespace parley::server
