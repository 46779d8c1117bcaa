// patient_thread.hpp: the one thread of a gateway that waits for the disk on behalf of requests, and works on what is too long for a
// loop. Loops do neither.
//
// One piece of work at a time, so that callers who ask for reports put at most one of them in front of the store's other work.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "exchange/side_thread.hpp"
#include "http/loop.hpp"
#include "http/waiter.hpp"

namespace parley::server {

class PatientThread final : public exchange::SideThread {
  public:
    /// Gives the body of an answer, or why there is none.
    using Work = std::function<Result<std::string>()>;

    /// queue_max  pieces of work that may wait; one more is refused
    explicit PatientThread(std::size_t queue_max = 64);
    /// Ends what is under way and forgets the rest. Every loop that has asked still exists, and none of them runs any more.
    ~PatientThread() override;
    PatientThread(const PatientThread&) = delete;
    PatientThread& operator=(const PatientThread&) = delete;

    /// From any loop, on its thread. Work that nobody waits for any more is left out if it has not begun.
    ///
    /// Errors  the work's; ErrorKind::not_ready when the queue is full, or the deadline or the exchange's end came first.
    Task<Result<std::string>> run(http::Loop& loop, Work work, Deadline deadline, http::StopSignal* stop);

    Task<std::optional<Error>> work(exchange::ExchangeContext& context, std::function<void()> work) override;

  private:
    struct Question;

    bool post(std::shared_ptr<Question> question);
    void answer_questions();

    const std::size_t queue_max_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Question>> queue_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses the others
};

}  // namespace parley::server
