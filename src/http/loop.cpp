#include "http/loop.hpp"

#include <boost/asio/post.hpp>
#include <ctime>

#include "base/calendar_date.hpp"

namespace parley::http {
namespace asio = boost::asio;
namespace {

// Sanitized builds keep nothing, so that they see a body used after its end.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t spare_bytes_max = 0;
#else
constexpr std::size_t spare_bytes_max = 1024 * 1024;
#endif

}  // namespace

// Sockets and timers belong to one thread, so Asio need not lock them; the queue stays locked, for post().
Loop::Loop(std::uint64_t seed)
    : context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      work_(asio::make_work_guard(context_)),
      timer_(context_),
      poller_(*this),
      timers_(now_, this),
      random_(seed),
      receive_buffer_(std::make_unique_for_overwrite<char[]>(receive_bytes)),
      spare_buffers_(spare_bytes_max) {}

Loop::~Loop() = default;

void Loop::run() { context_.run(); }

void Loop::stop() { context_.stop(); }

void Loop::post(std::function<void()> work) {
    asio::post(context_, [this, work = std::move(work)] {
        tick();
        work();
    });
}

void Loop::wake_at(TimePoint moment) {
    timer_.expires_at(moment);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        tick();
        timers_.advance(now());
    });
}

std::string_view Loop::date() {
    const std::time_t second = std::time(nullptr);
    if (second != date_second_) {
        date_second_ = second;
        date_ = print_http_date(second);
    }
    return date_;
}

}  // namespace parley::http
