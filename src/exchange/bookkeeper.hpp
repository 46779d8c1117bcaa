// bookkeeper.hpp: one thread's way into the journal.
//
// Entries are appended as they come up and written once in a turn of the loop, before that turn's sends: what a caller or a
// provider has seen is on its way to the disk. What that costs a request is a copy of a few hundred bytes, and its share of one
// write.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "base/task.hpp"
#include "exchange/journal_health.hpp"
#include "http/loop.hpp"
#include "journal/journal.hpp"
#include "ledger/record.hpp"

namespace parley::exchange {

class Bookkeeper final : private http::BeforeSends {
  public:
    /// thread  the number of this thread in the journal. References outlive the bookkeeper.
    Bookkeeper(journal::Journal& journal, journal::Durability durability, std::uint32_t thread, http::Loop& loop, JournalHealth& health);
    ~Bookkeeper();
    Bookkeeper(const Bookkeeper&) = delete;
    Bookkeeper& operator=(const Bookkeeper&) = delete;

    /// rest_bytes_max     of the close, beside the opening; notes_max and note_bytes_max: of what may follow before it.
    /// Errors  not_ready: the caller gets 503 and no upstream is asked.
    Result<journal::Reservation> open(const ledger::OpenRecord& record, std::size_t rest_bytes_max, std::uint32_t notes_max,
                                      std::size_t note_bytes_max);
    void note(journal::Reservation& reservation, const ledger::AttemptRecord& record);
    journal::Ticket close(journal::Reservation&& reservation, const ledger::Entry& entry);

    /// An entry of a request for which nobody was asked. False: there is no room for it, and nothing is owed.
    bool record(const ledger::Entry& entry);

    /// True once the record would survive the death of the machine, which only Durability::power waits for. False at the deadline.
    Task<bool> durable(journal::Ticket through, Deadline deadline);
    bool waits_for_disk() const { return durability_ == journal::Durability::power; }

    /// On the thread that uses it, before its loop runs: the journal is written before sends from then on.
    void begin();
    /// The last records, and the seal behind them. No reservation is left.
    void finish();

    /// Entries of one request at a time: cleared by whoever begins one, so that texts keep their room.
    ledger::OpenRecord& open_scratch() { return open_scratch_; }
    ledger::Entry& entry_scratch() { return entry_scratch_; }

  private:
    /// Shared with the journal, whose sync thread looks after the last segment when this thread and its loop may be gone.
    struct WakeUp {
        explicit WakeUp(http::Loop* loop) : loop(loop) {}
        std::mutex mutex;
        http::Loop* loop;  // null: gone
    };

    void before_sends() override;
    void flush();
    void look_at_state();
    Task<> try_again();

    const journal::Durability durability_;
    http::Loop& loop_;
    JournalHealth& health_;
    const std::shared_ptr<WakeUp> wake_up_;
    std::unique_ptr<journal::Appender> appender_;
    bool has_news_ = false;    // since the last flush
    bool in_trouble_ = false;  // told to health_
    bool is_trying_ = false;
    http::StopSignal finished_;
    std::string payload_;  // of one record
    ledger::OpenRecord open_scratch_;
    ledger::Entry entry_scratch_;
};

}  // namespace parley::exchange
