// poller.hpp: which of a thread's sockets are ready, asked of the kernel once for many, and in which order they are served.
//
// Every socket is registered with an epoll instance of ours once, edge-triggered, and never touched again: an exchange
// costs no epoll_ctl. The instance itself is one descriptor of the loop's io_context, so that Asio stays the only loop.
//
// A turn of the loop takes all that is ready from the kernel, puts it into two lines, and serves some of each:
//
//     beginnings  requests, and the first words of answers   up to 64, for a millisecond at most
//     rest        of answers that have begun                 what is left of the 64, and more for as long as the beginnings took; likewise
//
// What is to be sent leaves when its line has been served. So whoever waits in silence waits for a turn at most, also where the thread has
// more to do than it can do: to be let in or refused, and for the first byte. A stream that has begun is late by as much as the thread is,
// and finds several of its events together then, which is cheaper.
//
// Nobody hears a word that comes a thirtieth of a second late. Silence is heard, and whoever is let in waits for the thread twice before
// the first byte: so waiting in that line counts fourfold.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cstddef>

#include "base/deadline.hpp"
#include "http/pollable.hpp"
#include "http/pulse.hpp"

namespace parley::http {

class Loop;

class Poller {
  public:
    static constexpr std::size_t served_per_turn = 64;
    /// Of each line in a turn: where one takes long, be it a large body or many events at once, the other line comes soon all the same.
    static constexpr std::chrono::milliseconds served_for_max{1};
    static constexpr int weight_of_silence = 4;

    /// The loop outlives the poller, whose turns are its turns.
    explicit Poller(Loop& loop);
    ~Poller();

    /// Registers for reading, writing and hang-ups; false when the kernel has no room for more. It forgets a descriptor by
    /// itself when that is closed, and who waits in a line leaves it when it is destroyed.
    bool add(int descriptor, Pollable& pollable);

    /// Where it waits from now on whenever it is ready; if it waits already, it goes over to the end of that line.
    void wait_in(Pollable& pollable, Pollable::Line line);

    /// How late the thread is: how long the rest waits (pulse.hpp), or four times as long as the beginnings do, whichever is more.
    Duration lateness(TimePoint now) const;

  private:
    struct Waiting {
        boost::intrusive::list<Pollable, boost::intrusive::constant_time_size<false>> line;
        Pulse pulse;
    };

    void arm();
    void take_turn();
    void collect();
    std::size_t serve(Waiting& waiting, std::size_t count, TimePoint now, Duration at_least);
    Waiting& waiting_in(Pollable::Line line) { return line == Pollable::Line::rest ? rest_ : beginnings_; }

    Loop& loop_;
    int epoll_;
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> descriptor_;
    std::array<epoll_event, served_per_turn> collected_;  // what the kernel said last
    Waiting beginnings_;
    Waiting rest_;
};

}  // namespace parley::http
