// reload_requests.hpp: reloads that somebody asks for from another thread and waits for.
//
// A reload happens on the main thread, which a signal wakes; who asks through the control socket wants to hear how it went.
#pragma once

#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <vector>

#include "base/error.hpp"
#include "server/reload.hpp"

namespace parley::cli {

class ReloadRequests {
  public:
    /// How long a caller waits: certificates and a large catalogue are read in far less.
    static constexpr auto patience = std::chrono::seconds(10);

    /// Asks the main thread and waits for its answer: nothing, or why the old configuration stays. From any other thread.
    std::optional<Error> ask();
    /// Tells everyone who waits. On the main thread, after a reload for whatever reason.
    void answer(server::ReloadResult result);
    /// No reload will happen any more: who waits or asks from now on is told so.
    void close();

  private:
    std::mutex mutex_;
    bool closed_ = false;
    std::vector<std::promise<std::optional<Error>>> waiting_;
};

}  // namespace parley::cli
