#include "base/task.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace parley {
namespace {

// Suspends until the test resumes it.
struct Gate {
    std::coroutine_handle<> waiting;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> handle) { waiting = handle; }
    void await_resume() const {}
};

Task<int> immediately(int value) { co_return value; }

Task<int> after(Gate& gate, int value) {
    co_await gate;
    co_return value;
}

Task<> sum_of_many(int count, long& sum) {
    for (int each = 0; each < count; ++each) sum += co_await immediately(1);
}

TEST(Task, uses_constant_stack_for_any_number_of_tasks_that_never_suspend) {
    long sum = 0;
    spawn(sum_of_many(1'000'000, sum));
    EXPECT_EQ(sum, 1'000'000);
}

Task<> store(Task<int> from, int& into) { into = co_await std::move(from); }

TEST(Task, starts_only_when_awaited) {
    bool started = false;
    auto coroutine = [](bool& flag) -> Task<> {
        flag = true;
        co_return;
    };
    {
        Task<> never_awaited = coroutine(started);
        EXPECT_FALSE(started);
    }
    EXPECT_FALSE(started);
}

TEST(Task, goes_on_where_it_suspended_and_hands_its_value_over) {
    Gate gate;
    int result = 0;
    spawn(store(after(gate, 7), result));
    EXPECT_EQ(result, 0);
    gate.waiting.resume();
    EXPECT_EQ(result, 7);
}

Task<int> through(Gate& gate, int depth) {
    if (depth == 0) co_return co_await after(gate, 1);
    const int below = co_await through(gate, depth - 1);
    co_return below + 1;
}

TEST(Task, resumes_a_whole_chain_from_one_event) {
    Gate gate;
    int result = 0;
    spawn(store(through(gate, 50), result));
    gate.waiting.resume();
    EXPECT_EQ(result, 51);
}

Task<> fails_after(Gate& gate) {
    co_await gate;
    throw std::runtime_error("broken");
}

Task<> remember_failure(Gate& gate, std::string& text) {
    try {
        co_await fails_after(gate);
    } catch (const std::runtime_error& error) {
        text = error.what();
    }
}

TEST(Task, carries_an_exception_to_whoever_awaits_it) {
    Gate gate;
    std::string text;
    spawn(remember_failure(gate, text));
    gate.waiting.resume();
    EXPECT_EQ(text, "broken");
}

struct CountsItsEnd {
    explicit CountsItsEnd(int& counter) : ends(counter) {}
    ~CountsItsEnd() { ++ends; }
    int& ends;
};

Task<> holds_something(Gate& gate, int& ends) {
    const CountsItsEnd held(ends);
    co_await gate;
}

TEST(Task, destroys_what_a_finished_coroutine_owned_exactly_once) {
    Gate gate;
    int ends = 0;
    spawn(holds_something(gate, ends));
    EXPECT_EQ(ends, 0);
    gate.waiting.resume();
    EXPECT_EQ(ends, 1);
}

}  // namespace
}  // namespace parley
