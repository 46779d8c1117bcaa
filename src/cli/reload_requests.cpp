#include "cli/reload_requests.hpp"

#include <unistd.h>

#include <csignal>
#include <utility>

namespace parley::cli {
namespace {

Error not_reloaded(const char* why) { return Error{.kind = ErrorKind::not_ready, .message = why}; }

}  // namespace

std::optional<Error> ReloadRequests::ask() {
    std::future<std::optional<Error>> told;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return not_reloaded("the process is ending");
        told = waiting_.emplace_back().get_future();
    }
    ::kill(::getpid(), SIGHUP);
    if (told.wait_for(patience) != std::future_status::ready) return not_reloaded("the reload goes on: its end will be in the log");
    return told.get();
}

void ReloadRequests::begin() {
    const std::lock_guard lock(mutex_);
    begun_ = std::exchange(waiting_, {});
}

void ReloadRequests::answer(server::ReloadResult result) {
    const std::lock_guard lock(mutex_);
    for (auto& promise : begun_) {
        const bool is_refused = result == server::ReloadResult::refused;
        promise.set_value(is_refused ? std::optional(not_reloaded("the configuration was refused: the log says why")) : std::nullopt);
    }
    begun_.clear();
}

void ReloadRequests::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& promise : waiting_) promise.set_value(not_reloaded("the process is ending"));
    waiting_.clear();
}

}  // namespace parley::cli
