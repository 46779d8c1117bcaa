// poller.hpp: which of a thread's sockets are ready, asked of the kernel once for many.
//
// Every socket is registered with an epoll instance of ours once, edge-triggered, and never touched again: an exchange
// costs no epoll_ctl. The instance itself is one descriptor of the loop's io_context, so that Asio stays the only loop.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cstdint>
#include <memory>

#include "base/deadline.hpp"

namespace parley::http {

/// A registered descriptor. on_events() is told what epoll has seen since the last time (EPOLLIN, EPOLLOUT, ...).
class Pollable {
  public:
    virtual void on_events(std::uint32_t events) = 0;

  protected:
    ~Pollable() = default;
};

class Loop;
class Pulse;

class Poller {
  public:
    static constexpr int events_per_turn = 64;

    /// The loop outlives the poller, whose turns are its turns.
    explicit Poller(Loop& loop);
    ~Poller();

    /// Registers for reading, writing and hang-ups; false when the kernel has no room for more. It forgets a descriptor by
    /// itself when that is closed.
    bool add(int descriptor, Pollable& pollable);

    /// Must be called before a registered pollable is destroyed: events of the same turn may still name it.
    void forget(Pollable& pollable);

    /// How long what is ready waits (pulse.hpp).
    Duration lateness(TimePoint now) const;

  private:
    void arm();
    void take_turn();

    Loop& loop_;
    int epoll_;
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> descriptor_;
    std::array<epoll_event, events_per_turn> turn_;  // what the kernel said last
    std::size_t turn_size_ = 0;                      // how much of it; nothing between turns
    std::unique_ptr<Pulse> pulse_;
};

}  // namespace parley::http
