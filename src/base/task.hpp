// task.hpp: a lazy coroutine with one result and one awaiter.
//
// A Task starts when it is awaited, on the awaiter's thread, and hands its result over when it ends. A Task that ends
// without ever suspending never touches the awaiter's state: the awaiter simply goes on, so a loop around such Tasks uses
// constant stack at any optimisation level (symmetric transfer would need a tail call, which sanitizers prevent).
//
// Not thread-safe: everything happens on one thread. Destroying a suspended Task destroys what it owns.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "base/small_blocks.hpp"

namespace parley {

template <class T = void>
class Task;

namespace detail {

class TaskPromiseBase {
  public:
    // A request is a score of frames of the same few sizes, over and over.
    static void* operator new(std::size_t bytes) { return allocate_block(bytes); }
    static void operator delete(void* frame, std::size_t bytes) { free_block(frame, bytes); }

    std::suspend_always initial_suspend() noexcept { return {}; }

    struct FinalAwaiter {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> ending) const noexcept {
            TaskPromiseBase& promise = ending.promise();
            // The continuation may destroy this frame: nothing here is touched after the call.
            if (!promise.awaiter_is_below_ && promise.continuation_) promise.continuation_.resume();
        }
        void await_resume() const noexcept {}
    };
    FinalAwaiter final_suspend() noexcept { return {}; }

    void unhandled_exception() noexcept { exception_ = std::current_exception(); }

    /// Runs the coroutine on the awaiter's stack. Returns whether it suspended, so that the awaiter must as well.
    bool start(std::coroutine_handle<> self, std::coroutine_handle<> continuation) {
        continuation_ = continuation;
        awaiter_is_below_ = true;
        self.resume();
        awaiter_is_below_ = false;
        return !self.done();
    }

  protected:
    void rethrow() const {
        if (exception_) std::rethrow_exception(exception_);
    }

  private:
    std::coroutine_handle<> continuation_;
    std::exception_ptr exception_;
    bool awaiter_is_below_ = false;
};

template <class T>
class TaskPromise : public TaskPromiseBase {
  public:
    Task<T> get_return_object() noexcept;
    template <class U>
    void return_value(U&& value) {
        value_.emplace(std::forward<U>(value));
    }
    T take() {
        rethrow();
        return std::move(*value_);
    }

  private:
    std::optional<T> value_;
};

template <>
class TaskPromise<void> : public TaskPromiseBase {
  public:
    Task<void> get_return_object() noexcept;
    void return_void() noexcept {}
    void take() { rethrow(); }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
  public:
    using promise_type = detail::TaskPromise<T>;

    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Task& operator=(Task&&) = delete;
    ~Task() {
        if (handle_) handle_.destroy();
    }

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> awaiter) { return handle_.promise().start(handle_, awaiter); }
    T await_resume() { return handle_.promise().take(); }

  private:
    std::coroutine_handle<promise_type> handle_;
};

namespace detail {

template <class T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
    return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() noexcept {
    return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

/// The root of a chain of Tasks: starts at once, destroys itself at the end.
struct Detached {
    struct promise_type {
        Detached get_return_object() noexcept { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }  // roots catch what they expect
    };
};

}  // namespace detail

/// Starts a Task that nobody awaits. For accept loops and connections, which answer for their own end.
inline detail::Detached spawn(Task<void> task) { co_await task; }

}  // namespace parley
