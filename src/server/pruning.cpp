#include "server/pruning.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "observe/log.hpp"
#include "transcripts/transcript_table.hpp"

namespace parley::server {

namespace {

/// One piece of a round, on the store's thread.
using Piece = std::function<Result<ledger::Pruned>(store::Connection& connection)>;

/// The rooms do not know each other: a piece is told in one form.
Piece transcripts_before(UnixSeconds keep_since) {
    return [keep_since](store::Connection& connection) -> Result<ledger::Pruned> {
        const Result<std::size_t> removed = transcripts::prune_transcripts(connection, keep_since);
        if (!removed) return removed.error();
        return ledger::Pruned{static_cast<std::int64_t>(*removed), *removed == transcripts::pruned_transcripts_max};
    };
}

}  // namespace

/// Shared with the piece that waits in the store's queue.
struct Pruning::Round : std::enable_shared_from_this<Round> {
    Round(store::Writer& store, std::string what, Piece next) : store(store), what(std::move(what)), next(std::move(next)) {}

    void post();
    void done(const std::optional<Error>& error);

    store::Writer& store;
    const std::string what;  // goes
    const Piece next;
    std::atomic<bool> is_stopped{false};
    // On the store's thread.
    ledger::Pruned piece;
    std::int64_t removed = 0;
};

void Pruning::Round::post() {
    auto work = [round = shared_from_this()](store::Connection& connection) -> std::optional<Error> {
        const auto pruned = round->next(connection);
        if (!pruned) return pruned.error();
        round->piece = *pruned;
        return std::nullopt;
    };
    auto done = [round = shared_from_this()](const std::optional<Error>& error) { round->done(error); };
    // A full queue has more urgent work; the next round finds what is left.
    static_cast<void>(store.post(std::move(work), std::move(done)));
}

void Pruning::Round::done(const std::optional<Error>& error) {
    if (error) {
        observe::log(observe::Level::warning, "retention: " + error->message + ": tried again in the next hour");
        return;
    }
    removed += piece.entries;
    if (piece.more && !is_stopped) return post();
    if (removed == 0) return;
    observe::log(observe::Level::info, "retention: removed " + std::to_string(removed) + " " + what);
}

ledger::Retention retention_at(const config::Retention& wanted, UnixSeconds now) {
    constexpr ledger::UnixMicroseconds per_second = 1'000'000;
    ledger::Retention retention;
    if (wanted.days) {
        const std::chrono::seconds kept = std::chrono::days(*wanted.days);
        retention.keep_since = (now - kept.count()) * per_second;
    }
    if (wanted.bytes) retention.bytes_max = static_cast<std::int64_t>(*wanted.bytes);
    return retention;
}

Pruning::Pruning(store::Writer& store, WallClock clock) : store_(store), clock_(clock) {}

Pruning::~Pruning() {
    for (const auto& round : {entries_, transcripts_}) {
        if (round) round->is_stopped = true;
    }
}

/// A new one takes up where the one before is.
void Pruning::begin(std::shared_ptr<Round>& round, std::shared_ptr<Round> next) {
    if (round) round->is_stopped = true;
    round = std::move(next);
    round->post();
}

void Pruning::look(const config::Retention& wanted, std::optional<std::uint32_t> transcript_days, TimePoint now) {
    if (!next_.passed(now)) return;
    next_ = Deadline::after(now, pruning_interval);
    if (wanted != config::Retention{}) {
        const ledger::Retention retention = retention_at(wanted, clock_());
        begin(entries_, std::make_shared<Round>(store_, "entries of the ledger", [retention](store::Connection& connection) {
                  return ledger::prune(connection, retention);
              }));
    }
    if (transcript_days) {
        const std::chrono::seconds kept = std::chrono::days(*transcript_days);
        begin(transcripts_, std::make_shared<Round>(store_, "transcripts", transcripts_before(clock_() - kept.count())));
    }
}

}  // namespace parley::server
