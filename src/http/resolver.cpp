#include "http/resolver.hpp"

#include <netdb.h>

#include <algorithm>
#include <cstring>

namespace parley::http {

/// One waiting coroutine. The sleeper is touched on the loop's thread only, and null once the coroutine has gone on.
struct Resolver::Question {
    Loop* loop;
    Sleep* sleeper;
    Addresses answer;
};

Addresses look_up_with_system(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    Addresses addresses;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return addresses;
    for (const addrinfo* each = found; each; each = each->ai_next) {
        if (each->ai_family != AF_INET && each->ai_family != AF_INET6) continue;
        SocketAddress address;
        std::memcpy(&address.storage, each->ai_addr, each->ai_addrlen);
        address.size = each->ai_addrlen;
        addresses.push_back(address);
    }
    ::freeaddrinfo(found);
    return addresses;
}

Resolver::Resolver(Lookup lookup, Options options) : lookup_(std::move(lookup)), options_(options) {
    for (unsigned count = 0; count < options_.threads; ++count) threads_.emplace_back([this] { work(); });
}

Resolver::~Resolver() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Resolver::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return;
        const std::string host = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        Addresses found = lookup_(host);
        if (found.size() > options_.addresses_max) found.resize(options_.addresses_max);
        lock.lock();
        Entry& entry = entries_[host];
        entry.asking = false;
        if (!found.empty()) {
            entry.addresses = found;
            entry.answered = Clock::now();
        }
        for (const auto& question : std::exchange(entry.waiting, {})) {
            question->loop->post([question, found] {
                question->answer = found;
                if (question->sleeper) question->sleeper->wake();
            });
        }
        if (entry.addresses.empty()) entries_.erase(host);
    }
}

void Resolver::ask(const std::string& host, Entry& entry) {
    if (entry.asking) return;
    entry.asking = true;
    queue_.push_back(host);
    wake_.notify_one();
}

void Resolver::make_room() {
    if (entries_.size() < options_.names_max) return;
    auto oldest = entries_.end();
    for (auto each = entries_.begin(); each != entries_.end(); ++each) {
        if (each->second.asking) continue;
        if (oldest == entries_.end() || each->second.answered < oldest->second.answered) oldest = each;
    }
    if (oldest != entries_.end()) entries_.erase(oldest);
}

// What the cache has; when it has nothing, `question` waits for the answer.
Addresses Resolver::known(const std::string& host, TimePoint now, const std::shared_ptr<Question>& question) {
    const std::lock_guard lock(mutex_);
    if (!entries_.contains(host)) make_room();
    Entry& entry = entries_[host];
    const bool usable = !entry.addresses.empty() && now - entry.answered < options_.stale;
    if (!usable || now - entry.answered >= options_.refresh) ask(host, entry);
    if (usable) return entry.addresses;
    entry.waiting.push_back(question);
    return {};
}

// An answer may take longer than whoever asked, and their loop, will be there to hear it.
void Resolver::withdraw(const std::string& host, const std::shared_ptr<Question>& question) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(host);
    if (entry != entries_.end()) std::erase(entry->second.waiting, question);
}

Task<Result<Addresses>> Resolver::resolve(Loop& loop, std::string host, std::uint16_t port, Deadline deadline, StopSignal* stop) {
    if (const auto literal = parse_address(host, port)) co_return Addresses{*literal};
    Sleep answered = loop.sleep_until(deadline, stop);
    auto question = std::make_shared<Question>();
    question->loop = &loop;
    question->sleeper = &answered;
    Addresses addresses = known(host, loop.now(), question);
    if (addresses.empty()) {
        const WaitResult waited = co_await answered;
        question->sleeper = nullptr;
        if (waited != WaitResult::ready) {
            withdraw(host, question);
            co_return Error{.kind = ErrorKind::upstream_timeout,
                            .source = ErrorSource::upstream,
                            .message = "the provider's host name was not resolved in time"};
        }
        addresses = std::move(question->answer);
        if (addresses.empty()) {
            co_return Error{.kind = ErrorKind::upstream_unavailable,
                            .source = ErrorSource::upstream,
                            .message = "the provider's host name has no address"};
        }
    }
    for (SocketAddress& address : addresses) {
        if (address.is_v6()) {
            reinterpret_cast<sockaddr_in6&>(address.storage).sin6_port = htons(port);
        } else {
            reinterpret_cast<sockaddr_in&>(address.storage).sin_port = htons(port);
        }
    }
    co_return addresses;
}

}  // namespace parley::http
