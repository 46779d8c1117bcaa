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
    // On the main thread, around every reload, whatever the reason for it.

    /// Whoever asked until now hears of the reload that begins; who asks later may have changed the file after it was read.
    void begin();
    void answer(server::ReloadResult result);
    /// No reload will happen any more: who waits or asks from now on is told so.
    void close();

  private:
    std::mutex mutex_;
    bool closed_ = false;
    std::vector<std::promise<std::optional<Error>>> waiting_;
    std::vector<std::promise<std::optional<Error>>> begun_;  // those of the reload under way
};

}  // namespace parley::cli
