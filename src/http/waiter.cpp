#include "http/waiter.hpp"

#include <utility>

namespace parley::http {

void StopSignal::request(StopReason reason) {
    if (requested()) return;
    reason_ = reason;
    if (waiting_) waiting_->wake(WaitResult::stopped);
}

Waiter::~Waiter() {
    if (stop_ && stop_->waiting_ == this) stop_->waiting_ = nullptr;
}

void Waiter::suspend(std::coroutine_handle<> handle, Deadline deadline, StopSignal* stop) {
    handle_ = handle;
    stop_ = stop;
    if (stop_) stop_->waiting_ = this;
    wheel_.set(*this, deadline);
}

void Waiter::wake(WaitResult result) {
    if (!handle_) return;
    wheel_.clear(*this);
    if (stop_ && stop_->waiting_ == this) stop_->waiting_ = nullptr;
    result_ = result;
    std::exchange(handle_, nullptr).resume();
}

}  // namespace parley::http
