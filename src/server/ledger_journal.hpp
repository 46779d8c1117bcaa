// ledger_journal.hpp: the journal of the data directory, and what is said of it in the log and the metrics.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "config/config.hpp"
#include "journal/journal.hpp"
#include "observe/metrics.hpp"

namespace parley::server {

/// How large a segment is: small enough that a few of each thread fit into the journal, large enough for what runs at a time.
std::uint64_t segment_bytes_for(std::uint64_t journal_bytes, unsigned threads);

journal::Durability durability_of(const config::Ledger& ledger);

class LedgerJournal {
  public:
    /// path     of its directory, within a data directory that this process holds
    /// metrics  outlives it
    /// Errors   one line that names the file or the directory in the way.
    static Result<std::unique_ptr<LedgerJournal>> open(const std::string& path, const config::Ledger& ledger, unsigned threads,
                                                       observe::Metrics& metrics);

    journal::Journal& journal() { return *journal_; }

  private:
    explicit LedgerJournal(observe::Metrics& metrics) : counts_(metrics.add_thread()) {}
    void hear(const journal::Notice& notice);

    std::mutex mutex_;  // of counts_: notices come from any thread, and seldom
    observe::ThreadMetrics& counts_;
    std::unique_ptr<journal::Directory> directory_;
    std::unique_ptr<journal::Journal> journal_;
};

}  // namespace parley::server
