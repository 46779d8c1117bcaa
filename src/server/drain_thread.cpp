#include "server/drain_thread.hpp"

#include "observe/log.hpp"

namespace parley::server {

DrainThread::DrainThread(journal::Journal& journal, store::Writer& store, observe::Metrics& metrics)
    : journal_(journal), metrics_(metrics), counts_(metrics.add_thread()), drain_(journal, store, [this] { rest(); }), thread_([this] {
          run();
      }) {}

DrainThread::~DrainThread() { order(Order::stop); }

void DrainThread::finish() { order(Order::finish); }

void DrainThread::order(Order order) {
    if (!thread_.joinable()) return;
    {
        const std::scoped_lock lock(mutex_);
        order_ = order;
    }
    changed_.notify_one();
    thread_.join();
}

void DrainThread::run() {
    std::unique_lock lock(mutex_);
    while (order_ == Order::run) {
        lock.unlock();
        const auto wait = round();
        lock.lock();
        changed_.wait_for(lock, wait, [this] { return order_ != Order::run; });
    }
    const bool finishes = order_ == Order::finish;
    lock.unlock();  // rest() takes it
    if (finishes) say(drain_.all());
}

std::chrono::milliseconds DrainThread::round() {
    const Result<LedgerDrain::Round> done = drain_.round();
    metrics_.set(observe::Gauge::journal_bytes, static_cast<double>(journal_.bytes_used()));
    say(done ? std::nullopt : std::optional(done.error()));
    if (!done) return drain_retry_interval;
    is_behind_ = done->more;
    counts_.add(observe::Counter::ledger_stored, done->stored);
    return done->more ? std::chrono::milliseconds(0) : drain_interval;
}

void DrainThread::rest() {
    if (is_behind_) return;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, drain_rest, [this] { return order_ != Order::run; });
}

void DrainThread::say(const std::optional<Error>& error) {
    if (error.has_value() == is_stuck_) return;
    is_stuck_ = error.has_value();
    if (error) {
        observe::log(observe::Level::error, error->message + ": entries wait in the journal");
    } else {
        observe::log(observe::Level::info, "entries are stored again");
    }
}

}  // namespace parley::server
