// pollable.hpp: a descriptor that an epoll instance knows (poller.hpp), and the line in which it waits once it is ready.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>

namespace parley::http {

/// A place in a line; it leaves the line by itself when it is destroyed.
using LineHook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

/// A registered descriptor. on_events() is told what epoll has seen since the last time (EPOLLIN, EPOLLOUT, ...).
class Pollable : public LineHook {
  public:
    /// Who waits in silence goes before who is being answered.
    enum class Line : std::uint8_t {
        beginnings,  // requests, the first words of answers, and whatever else is not the other
        rest,        // of answers that have begun
    };

    virtual void on_events(std::uint32_t events) = 0;

  protected:
    ~Pollable() = default;

  private:
    friend class Poller;
    Line line_ = Line::beginnings;
    std::uint32_t events_ = 0;  // seen, while it waits in its line
};

}  // namespace parley::http
