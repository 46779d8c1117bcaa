#include "server/patient_thread.hpp"

#include <atomic>
#include <optional>
#include <utility>

#include "exchange/chat_turn.hpp"

namespace parley::server {
namespace {

Error busy(const char* message) {
    return Error{.kind = ErrorKind::not_ready, .source = ErrorSource::gateway, .message = message, .retry_after = std::chrono::seconds(1)};
}

}  // namespace

/// One waiting coroutine. The sleeper and the answer are touched on the loop's thread only; the sleeper is null once the coroutine
/// has gone on.
struct PatientThread::Question {
    http::Loop& loop;
    Work work;
    http::Sleep* sleeper = nullptr;
    std::optional<Result<std::string>> answer = std::nullopt;
    std::atomic<bool> is_wanted{true};
};

PatientThread::PatientThread(std::size_t queue_max) : queue_max_(queue_max), thread_([this] { answer_questions(); }) {}

PatientThread::~PatientThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool PatientThread::post(std::shared_ptr<Question> question) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= queue_max_) return false;
        queue_.push_back(std::move(question));
    }
    changed_.notify_one();
    return true;
}

void PatientThread::answer_questions() {
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return;
        const std::shared_ptr<Question> question = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        if (!question->is_wanted) continue;
        Result<std::string> answer = question->work();
        question->loop.post([question, answer = std::move(answer)] {
            question->answer = answer;
            if (question->sleeper) question->sleeper->wake();
        });
    }
}

Task<Result<std::string>> PatientThread::run(http::Loop& loop, Work work, Deadline deadline, http::StopSignal* stop) {
    http::Sleep answered = loop.sleep_until(deadline, stop);
    const std::shared_ptr<Question> question(new Question{.loop = loop, .work = std::move(work), .sleeper = &answered});
    if (!post(question)) co_return busy("more questions are waiting than fit their queue: try again later");
    const http::WaitResult waited = co_await answered;
    question->sleeper = nullptr;
    question->is_wanted = false;
    if (waited != http::WaitResult::ready) co_return busy("the store does not answer in time: try again later");
    co_return std::move(*question->answer);
}

Task<std::optional<Error>> PatientThread::work(exchange::ExchangeContext& context, std::function<void()> work) {
    Work question = [work = std::move(work)]() -> Result<std::string> {
        work();
        return std::string();
    };
    const Deadline total = exchange::deadlines_of(context).total;
    const Result<std::string> done = co_await run(context.http.loop(), std::move(question), total, &context.http.stop());
    if (done) co_return std::nullopt;
    co_return busy("the answer could not be checked in time: try again later");
}

}  // namespace parley::server
