// turn_end.hpp: what is sent in one turn is sent together, at its end.
//
// A turn serves some of those for whom something has arrived (poller.hpp). Sends in between would wake the other side of each connection
// one by one, each time for one message; at the end of the turn the first send wakes it and the others find it awake. Under load this is
// cheaper for both sides; without load a turn is one message, and nothing waits.
//
// What must have happened before anything leaves, such as writing down what it costs, happens once for all of them.
#pragma once

#include <coroutine>
#include <cstddef>
#include <string>
#include <vector>

namespace parley::http {

/// Told that something is about to be sent: once in a turn, and for every send outside of one.
class BeforeSends {
  public:
    virtual void before_sends() = 0;

  protected:
    ~BeforeSends() = default;
};

class TurnEnd {
  public:
    /// Null: nobody. Outlives the turns in which it is told.
    void tell_before_sends(BeforeSends* told) { told_ = told; }

    /// co_await turn_end.reached(): goes on when everything that had arrived has been handled, in the order of asking; at
    /// once outside of a turn. Nothing can end this wait early, and nothing needs to.
    auto reached() {
        struct Awaiter {
            TurnEnd& turn_end;
            bool await_ready() const {
                if (!turn_end.within_turn_) turn_end.tell();
                return !turn_end.within_turn_;
            }
            void await_suspend(std::coroutine_handle<> handle) { turn_end.waiting_.push_back(handle); }
            void await_resume() const {}
        };
        return Awaiter{*this};
    }

    /// Room for what leaves at the end of this turn; valid until then, whoever else adds to it. Outside of a turn there is none.
    std::string* buffer() { return within_turn_ ? &buffer_ : nullptr; }

    void begin_turn() { within_turn_ = true; }
    /// Resumes everyone who waits. Who is resumed does not wait again in the same turn.
    void end_turn() {
        within_turn_ = false;
        if (!waiting_.empty()) tell();
        for (std::size_t index = 0; index < waiting_.size(); ++index) waiting_[index].resume();
        waiting_.clear();
        buffer_.clear();
        if (buffer_.capacity() > buffer_kept_max) buffer_.shrink_to_fit();
    }

  private:
    /// What one large answer has grown beyond this is given back.
    static constexpr std::size_t buffer_kept_max = 512 * 1024;

    void tell() const {
        if (told_) told_->before_sends();
    }

    BeforeSends* told_ = nullptr;
    bool within_turn_ = false;
    std::vector<std::coroutine_handle<>> waiting_;
    std::string buffer_;
};

}  // namespace parley::http
