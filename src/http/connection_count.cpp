#include "http/connection_count.hpp"

#include "http/loop.hpp"

namespace parley::http {

void ConnectionCount::join(Loop& loop, const std::shared_ptr<RoomMaker>& server) {
    const std::lock_guard lock(mutex_);
    members_.push_back({&loop, server.get(), server});
}

void ConnectionCount::leave(const RoomMaker& server) {
    const std::lock_guard lock(mutex_);
    std::erase_if(members_, [&](const Member& member) { return member.who == &server; });
}

void ConnectionCount::ask_others(const RoomMaker& asking) {
    const std::lock_guard lock(mutex_);
    for (const Member& member : members_) {
        if (member.who == &asking) continue;
        member.loop->post([server = member.server] {
            if (const auto alive = server.lock()) alive->make_room();
        });
    }
}

}  // namespace parley::http
