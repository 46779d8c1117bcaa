// resolver.hpp: the process's DNS: two threads that may block, a cache, and one question at a time for each name.
//
// A name is asked again once its answer is older than `refresh`; until the new answer is there, and for up to `stale` when
// none comes, the old one is served. So a dead or slow resolver does not touch names that were known. A loop never waits
// inside getaddrinfo.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "http/loop.hpp"
#include "http/socket_address.hpp"

namespace parley::http {

using Addresses = std::vector<SocketAddress>;

/// The blocking question, handed in so that tests can answer it. An empty list means that the name has no address.
using Lookup = std::function<Addresses(const std::string& host)>;
Addresses look_up_with_system(const std::string& host);

class Resolver {
  public:
    struct Options {
        Duration refresh = std::chrono::seconds(30);
        Duration stale = std::chrono::minutes(10);
        std::size_t names_max = 4096;    // cached names; the oldest answer makes room
        std::size_t addresses_max = 32;  // kept of one answer
        unsigned threads = 2;
    };
    explicit Resolver(Lookup lookup = look_up_with_system) : Resolver(std::move(lookup), Options()) {}
    Resolver(Lookup lookup, Options options);
    ~Resolver();

    /// Addresses of `host` with `port` filled in, at least one. Addresses in digits are answered at once. Errors:
    /// upstream_unavailable (no such name), upstream_timeout (the deadline came first, or the exchange was stopped).
    Task<Result<Addresses>> resolve(Loop& loop, std::string host, std::uint16_t port, Deadline deadline, StopSignal* stop);

  private:
    struct Question;
    struct Entry {
        Addresses addresses;
        TimePoint answered{};
        bool asking = false;
        std::vector<std::shared_ptr<Question>> waiting;
    };
    void work();
    void ask(const std::string& host, Entry& entry);  // with mutex_ held
    void make_room();                                 // with mutex_ held
    Addresses known(const std::string& host, TimePoint now, const std::shared_ptr<Question>& question);
    void withdraw(const std::string& host, const std::shared_ptr<Question>& question);

    Lookup lookup_;
    Options options_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::deque<std::string> queue_;
    std::unordered_map<std::string, Entry> entries_;
    std::vector<std::thread> threads_;
};

}  // namespace parley::http
