// connection_count.hpp: how many callers the whole process has, and who makes room when they are too many.
//
// Callers that only wait must not keep others out. A server that is full closes an idle connection of its own; one that has
// none asks the others, which may live on other threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace parley::http {

class Loop;

/// A server that counts its connections together with others.
class RoomMaker {
  public:
    /// Closes an idle connection, if the limit is still reached. Called on the server's own thread.
    virtual void make_room() = 0;

  protected:
    ~RoomMaker() = default;
};

/// Shared by every Server that counts against the same limit. Thread-safe.
class ConnectionCount {
  public:
    std::atomic<std::size_t> open{0};

    /// The loop outlives the server's membership.
    void join(Loop& loop, const std::shared_ptr<RoomMaker>& server);
    void leave(const RoomMaker& server);

    /// Has every server but `asking` make room, soon.
    void ask_others(const RoomMaker& asking);

  private:
    struct Member {
        Loop* loop;
        const RoomMaker* who;
        std::weak_ptr<RoomMaker> server;
    };
    std::mutex mutex_;
    std::vector<Member> members_;
};

}  // namespace parley::http
