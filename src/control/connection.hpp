// connection.hpp: one connection to the control socket: request lines in, answer lines out, a deadline for both. Private
// to the room.
#pragma once

#include <string>

#include "base/deadline.hpp"
#include "control/server.hpp"
#include "control/unix_socket.hpp"

namespace parley::control {

/// Never waits: it is told when its socket is ready, and says what it waits for.
class Connection {
  public:
    Connection(Descriptor socket, Duration patience);

    int descriptor() const { return socket_.number(); }
    /// What to wait for, as poll(2) has it: to write while an answer waits, to read otherwise.
    short events() const;
    Deadline deadline() const { return deadline_; }
    bool over() const { return over_; }

    /// Reads what there is and answers every whole line.
    void read(const Verbs& verbs);
    /// Writes what still waits, then answers what was read meanwhile.
    void write(const Verbs& verbs);

    /// Answers without having been asked, then closes.
    void refuse(const Error& error);

  private:
    void answer(const Answer& result);
    void answer_lines(const Verbs& verbs);
    void flush();
    void restart_deadline() { deadline_ = Deadline::after(Clock::now(), patience_); }

    Descriptor socket_;
    Duration patience_;
    Deadline deadline_;
    std::string unread_;  // less than a line
    std::string unwritten_;
    bool close_when_written_ = false;
    bool over_ = false;
};

}  // namespace parley::control
