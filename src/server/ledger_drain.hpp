// ledger_drain.hpp: moves what the journal holds into the store.
//
// Records are put together to entries, entries are stored, and only then are segments let go of whose every request is told. What is
// read a second time, after a kill between the two, changes nothing. A store that is away leaves everything where it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "journal/journal.hpp"
#include "ledger/assembler.hpp"
#include "ledger/entry_writer.hpp"
#include "store/writer.hpp"

namespace parley::server {

/// Entries that are read and then stored, while they are at hand in the processor that read them.
inline constexpr std::size_t drained_together = 64;
/// Entries that one transaction stores.
inline constexpr std::size_t drained_entries_max = 32 * drained_together;

/// One thread's, which may wait: while it does, the store's thread reads and stores in its place.
class LedgerDrain {
  public:
    /// Both outlive it.
    ///
    /// rest  called between two times drained_together entries of one transaction, on the store's thread
    LedgerDrain(
        journal::Journal& journal, store::Writer& store, std::function<void()> rest = [] {});

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
        std::size_t handed = 0;    // of the finished entries, to the transaction that is going on
    };

    /// Reads until some more entries have finished. False: nothing is left to be read.
    Result<bool> read_some();
    std::size_t add(const journal::Record& record, const journal::SegmentId& from);
    void end_earlier_runs();
    /// Entries that are finished and not stored yet.
    std::size_t finished() const;
    std::optional<Error> store(store::Connection& connection, bool& more);
    std::optional<Error> store_finished(ledger::EntryWriter& writer);
    void let_go();

    journal::Journal& journal_;
    store::Writer& store_;
    std::function<void()> rest_;
    journal::JournalReader reader_;
    std::map<Source, Reading> readings_;
    std::uint64_t unreadable_ = 0;
};

}  // namespace parley::server
