#include "store/writer.hpp"

#include <utility>

namespace parley::store {
namespace {

Error full_queue() {
    return Error{
        .kind = ErrorKind::not_ready, .source = ErrorSource::gateway, .message = "store: more work is waiting than fits its queue"};
}

Error rolled_back() {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = "store: the transaction was rolled back"};
}

}  // namespace

Writer::Writer(Connection connection) : connection_(std::move(connection)), is_open_(true), thread_([this] { run(); }) {}

Writer::Writer(Open open) : open_(std::move(open)), is_open_(false), thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool Writer::post(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= queue_jobs_max) return false;
        queue_.push_back({std::move(work), std::move(done)});
    }
    changed_.notify_one();
    return true;
}

std::optional<Error> Writer::wait_for(Work work) {
    std::promise<std::optional<Error>> told;
    const bool posted = post(std::move(work), [&told](std::optional<Error> error) { told.set_value(std::move(error)); });
    if (!posted) return full_queue();
    return told.get_future().get();
}

std::size_t Writer::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Writer::run() {
    for (Batch batch = next_batch(); !batch.empty(); batch = next_batch()) commit(batch);
}

// What waits, up to a batch. Waits for the first; empty once stopping and nothing is left.
Writer::Batch Writer::next_batch() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    Batch batch;
    while (!queue_.empty() && batch.size() < batch_jobs_max) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return batch;
}

// Nothing once there is a connection.
std::optional<Error> Writer::open() {
    if (connection_) return std::nullopt;
    Result<Connection> opened = open_();
    if (!opened) return opened.error();
    connection_.emplace(std::move(*opened));
    is_open_ = true;
    return std::nullopt;
}

void Writer::commit(Batch& batch) {
    std::vector<std::optional<Error>> outcomes(batch.size());
    std::optional<Error> lost = open();
    if (!lost) lost = run_together(batch, outcomes);
    // On a full disk the log in front of the database may hold the room that is wanted. Where this fails, too, nothing is lost by it.
    if (lost && connection_) connection_->run("PRAGMA wal_checkpoint(TRUNCATE)");
    for (std::size_t i = 0; i < batch.size(); ++i) {
        std::optional<Error> outcome = lost ? lost : std::move(outcomes[i]);
        batch[i].done(std::move(outcome));
    }
}

// One transaction for the batch. An error of the whole means that nothing of it is in the database.
std::optional<Error> Writer::run_together(const Batch& batch, std::vector<std::optional<Error>>& outcomes) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return transaction.error();
    for (std::size_t i = 0; i < batch.size(); ++i) {
        outcomes[i] = run_in_savepoint(batch[i].work);
        // Going on outside a transaction would commit the rest one by one, while everyone is told that it failed.
        if (!connection_->in_transaction()) return outcomes[i];
    }
    return transaction->commit();
}

std::optional<Error> Writer::run_in_savepoint(const Work& work) {
    if (auto error = connection_->run_kept("SAVEPOINT job")) return error;
    std::optional<Error> failed = work(*connection_);
    if (!connection_->in_transaction()) return failed ? failed : rolled_back();
    if (failed) connection_->run_kept("ROLLBACK TO job");
    const std::optional<Error> released = connection_->run_kept("RELEASE job");
    return failed ? failed : released;
}

}  // namespace parley::store
