// loop_thread.hpp: a Loop running on a thread of its own, for tests with real sockets.
#pragma once

#include <functional>
#include <future>
#include <thread>

#include "http/loop.hpp"

namespace parley::http::testing {

class LoopThread {
  public:
    LoopThread() : thread_([this] { loop_.run(); }) {}
    ~LoopThread() {
        loop_.post([this] { loop_.stop(); });
        thread_.join();
    }
    Loop& loop() { return loop_; }

    /// Runs `work` on the loop's thread and returns when it has run.
    void run(const std::function<void()>& work) {
        std::promise<void> done;
        loop_.post([&] {
            work();
            done.set_value();
        });
        done.get_future().get();
    }

    /// Runs a coroutine on the loop's thread to its end. `make` is called there.
    void run_task(const std::function<Task<>()>& make) {
        std::promise<void> done;
        loop_.post([&] { spawn(finish(make, done)); });
        done.get_future().get();
    }

  private:
    static Task<> finish(const std::function<Task<>()>& make, std::promise<void>& done) {
        co_await make();
        done.set_value();
    }

    Loop loop_;
    std::thread thread_;
};

}  // namespace parley::http::testing
