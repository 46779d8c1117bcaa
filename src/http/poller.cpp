#include "http/poller.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <system_error>
#include <utility>

#include "http/loop.hpp"

namespace parley::http {
namespace {

int make_epoll() {
    const int made = ::epoll_create1(EPOLL_CLOEXEC);
    if (made < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return made;
}

/// What comes next has rested since its last turn, and lies far from the processor: it is on its way while others have theirs.
void fetch_ahead(const void* pollable) {
    constexpr std::size_t cache_line = 64;
    __builtin_prefetch(pollable);
    __builtin_prefetch(static_cast<const char*>(pollable) + cache_line);
}

}  // namespace

Poller::Poller(Loop& loop) : loop_(loop), epoll_(make_epoll()), descriptor_(loop.context().get_executor(), epoll_) { arm(); }

Poller::~Poller() = default;  // descriptor_ closes the instance

bool Poller::add(int descriptor, Pollable& pollable) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &pollable;
    return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::wait_in(Pollable& pollable, Pollable::Line line) {
    if (std::exchange(pollable.line_, line) == line || !pollable.is_linked()) return;
    pollable.unlink();
    waiting_in(line).line.push_back(pollable);
}

Duration Poller::lateness(TimePoint now) const {
    return std::max(weight_of_silence * beginnings_.pulse.lateness(now), rest_.pulse.lateness(now));
}

void Poller::arm() {
    descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code& error) {
        if (!error) take_turn();
    });
}

void Poller::take_turn() {
    loop_.tick();
    collect();
    for (Waiting* const waiting : {&beginnings_, &rest_}) {
        if (waiting->pulse.beat(loop_.now())) waiting->line.push_back(waiting->pulse);
    }
    const std::size_t served = serve(beginnings_, served_per_turn, loop_.now(), Duration{});
    const TimePoint between = Clock::now();
    serve(rest_, served_per_turn - served, between, between - loop_.now());
    if (beginnings_.line.empty() && rest_.line.empty()) return arm();
    boost::asio::post(loop_.context(), [this] { take_turn(); });  // behind what else the loop has to do
}

// All of it: what stayed in the kernel's list would wait there whatever it is.
void Poller::collect() {
    std::size_t count = 0;
    do {
        const int ready = ::epoll_wait(epoll_, collected_.data(), static_cast<int>(collected_.size()), 0);
        count = ready > 0 ? static_cast<std::size_t>(ready) : 0;
        for (std::size_t index = 0; index < count; ++index) {
            if (index + 1 < count) fetch_ahead(collected_[index + 1].data.ptr);
            Pollable& pollable = *static_cast<Pollable*>(collected_[index].data.ptr);
            pollable.events_ |= collected_[index].events;
            if (!pollable.is_linked()) waiting_in(pollable.line_).line.push_back(pollable);
        }
    } while (count == collected_.size());
}

/// So many, and more where that did not take so long, but none for longer than a line may take. Whoever is served may destroy anybody,
/// itself included. Returns how many were.
std::size_t Poller::serve(Waiting& waiting, std::size_t count, TimePoint now, Duration at_least) {
    if (waiting.line.empty()) return 0;
    const TimePoint enough = now + at_least, last = now + served_for_max;
    std::size_t served = 0;
    loop_.turn_end().begin_turn();
    do {
        Pollable& next = waiting.line.front();
        waiting.line.pop_front();
        next.on_events(std::exchange(next.events_, 0));
        now = Clock::now();
        ++served;
    } while (!waiting.line.empty() && (served < count || now < enough) && now < last);
    loop_.turn_end().end_turn();
    return served;
}

}  // namespace parley::http
