#include "server/ledger_journal.hpp"

#include <algorithm>

#include "observe/log.hpp"

namespace parley::server {
namespace {

using journal::NoticeKind;

/// Of all threads together, when the journal is full of them.
constexpr std::uint64_t segments_per_thread = 32;

observe::Counter counter_of(NoticeKind kind) {
    // The counters stand in the order of the kinds.
    return static_cast<observe::Counter>(static_cast<int>(observe::Counter::journal_segment_retired) + static_cast<int>(kind));
}
static_assert(static_cast<int>(NoticeKind::not_removed) ==
              static_cast<int>(observe::Counter::journal_not_removed) - static_cast<int>(observe::Counter::journal_segment_retired));

observe::Level level_of(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::working_again:
        case NoticeKind::torn_tail: return observe::Level::info;
        case NoticeKind::not_preallocated:
        case NoticeKind::segment_kept_aside:
        case NoticeKind::not_removed: return observe::Level::warning;
        case NoticeKind::segment_retired:
        case NoticeKind::no_segment:
        case NoticeKind::damage_found:
        case NoticeKind::segment_missing: return observe::Level::error;
    }
    return observe::Level::error;
}

}  // namespace

std::uint64_t segment_bytes_for(std::uint64_t journal_bytes, unsigned threads) {
    return std::clamp(journal_bytes / (segments_per_thread * threads), journal::segment_bytes_min, journal::segment_bytes_max);
}

journal::Durability durability_of(const config::Ledger& ledger) {
    return ledger.durability == config::Durability::power ? journal::Durability::power : journal::Durability::crash;
}

Result<std::unique_ptr<LedgerJournal>> LedgerJournal::open(const std::string& path, const config::Ledger& ledger, unsigned threads,
                                                           observe::Metrics& metrics) {
    std::unique_ptr<LedgerJournal> opened(new LedgerJournal(metrics));
    auto directory = journal::open_directory(path);
    if (!directory) return directory.error();
    opened->directory_ = std::move(*directory);
    const journal::JournalOptions options{.segment_bytes = segment_bytes_for(ledger.journal_bytes, threads),
                                          .total_bytes = ledger.journal_bytes,
                                          .threads = threads,
                                          .durability = durability_of(ledger)};
    const auto hook = [heard = opened.get()](const journal::Notice& notice) { heard->hear(notice); };
    auto journal = journal::Journal::open(*opened->directory_, options, hook);
    if (!journal) return journal.error();
    opened->journal_ = std::move(*journal);
    metrics.set(observe::Gauge::journal_bytes_max, static_cast<double>(ledger.journal_bytes));
    return opened;
}

void LedgerJournal::hear(const journal::Notice& notice) {
    const std::string place = notice.file.empty() ? std::string("journal: ") : "journal: " + notice.file + ": ";
    observe::log(level_of(notice.kind), place + notice.text);
    const std::scoped_lock lock(mutex_);
    counts_.add(counter_of(notice.kind));
}

}  // namespace parley::server
