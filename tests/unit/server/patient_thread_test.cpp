#include "server/patient_thread.hpp"

#include <gtest/gtest.h>

#include <future>

namespace parley::server {
namespace {

/// A loop that runs until every question is answered, and what the answers were.
class PatientThreadTest : public testing::Test {
  protected:
    /// Asks at once, on this thread; nothing is answered before run().
    void ask(PatientThread& patient, PatientThread::Work work, Deadline deadline = Deadline::never()) {
        ++asked_;
        spawn(put(patient, std::move(work), deadline));
    }
    void run() {
        if (answers_.size() < asked_) loop_.run();
    }

    http::Loop loop_{1};
    http::StopSignal stop_;
    std::vector<std::string> answers_;

  private:
    Task<> put(PatientThread& patient, PatientThread::Work work, Deadline deadline) {
        const Result<std::string> answer = co_await patient.run(loop_, std::move(work), deadline, &stop_);
        answers_.push_back(answer ? *answer : "error: " + answer.error().message);
        if (answers_.size() == asked_) loop_.stop();
    }
    std::size_t asked_ = 0;
};

PatientThread::Work saying(std::string words) {
    return [words = std::move(words)]() -> Result<std::string> { return words; };
}

TEST_F(PatientThreadTest, answers_in_the_order_of_the_questions_and_passes_errors_on) {
    PatientThread patient;
    ask(patient, saying("one"));
    ask(patient, []() -> Result<std::string> { return Error{.message = "no"}; });
    ask(patient, saying("three"));
    run();
    EXPECT_EQ(answers_, (std::vector<std::string>{"one", "error: no", "three"}));
}

TEST_F(PatientThreadTest, refuses_one_question_more_than_may_wait) {
    std::promise<void> begun, go_on;
    PatientThread patient(2);
    ask(patient, [&]() -> Result<std::string> {
        begun.set_value();
        go_on.get_future().wait();
        return std::string("held up");
    });
    begun.get_future().wait();  // under way, and not waiting any more
    ask(patient, saying("first"));
    ask(patient, saying("second"));
    ask(patient, saying("third"));
    EXPECT_EQ(answers_, std::vector<std::string>{"error: more questions are waiting than fit their queue: try again later"});
    go_on.set_value();
    run();
    EXPECT_EQ(answers_.size(), 4u);
    EXPECT_EQ(answers_.back(), "second");
}

TEST_F(PatientThreadTest, leaves_out_what_nobody_waits_for_any_more) {
    std::promise<void> begun, go_on;
    bool was_done = false;
    {
        PatientThread patient;
        ask(patient, [&]() -> Result<std::string> {
            begun.set_value();
            go_on.get_future().wait();
            return std::string();
        });
        begun.get_future().wait();
        http::StopSignal gone;
        std::optional<Result<std::string>> answer;
        spawn([](PatientThread& thread, http::Loop& loop, http::StopSignal& stop, bool& done,
                 std::optional<Result<std::string>>& into) -> Task<> {
            PatientThread::Work work = [&done]() -> Result<std::string> {
                done = true;
                return std::string();
            };
            into = co_await thread.run(loop, std::move(work), Deadline::never(), &stop);
        }(patient, loop_, gone, was_done, answer));
        gone.request(http::StopReason::client_gone);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->error().kind, ErrorKind::not_ready);
        ask(patient, saying("after it"));
        go_on.set_value();
        run();
    }
    EXPECT_EQ(answers_.back(), "after it");
    EXPECT_FALSE(was_done);
}

TEST_F(PatientThreadTest, gives_up_at_the_deadline) {
    std::promise<void> go_on;
    PatientThread patient;
    ask(
        patient,
        [&]() -> Result<std::string> {
            go_on.get_future().wait();
            return std::string();
        },
        Deadline::after(loop_.now(), std::chrono::milliseconds(1)));
    run();
    EXPECT_EQ(answers_, std::vector<std::string>{"error: the store does not answer in time: try again later"});
    go_on.set_value();
}

}  // namespace
}  // namespace parley::server
