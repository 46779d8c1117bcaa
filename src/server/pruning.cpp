#include "server/pruning.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <utility>

#include "observe/log.hpp"

namespace parley::server {

/// Shared with the piece that waits in the store's queue.
struct Pruning::Round : std::enable_shared_from_this<Round> {
    Round(store::Writer& store, const ledger::Retention& retention) : store(store), retention(retention) {}

    void post();
    void done(const std::optional<Error>& error);

    store::Writer& store;
    const ledger::Retention retention;
    std::atomic<bool> is_stopped{false};
    // On the store's thread.
    ledger::Pruned piece;
    std::int64_t removed = 0;
};

void Pruning::Round::post() {
    auto work = [round = shared_from_this()](store::Connection& connection) -> std::optional<Error> {
        const auto pruned = ledger::prune(connection, round->retention);
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
    observe::log(observe::Level::info, "retention: removed " + std::to_string(removed) + " entries of the ledger");
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
    if (round_) round_->is_stopped = true;
}

void Pruning::look(const config::Retention& wanted, TimePoint now) {
    if (!next_.passed(now)) return;
    next_ = Deadline::after(now, pruning_interval);
    if (wanted == config::Retention{}) return;
    if (round_) round_->is_stopped = true;  // a new one takes up where it is
    round_ = std::make_shared<Round>(store_, retention_at(wanted, clock_()));
    round_->post();
}

}  // namespace parley::server
