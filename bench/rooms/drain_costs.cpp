// drain_costs.cpp: requests that a journal holds are moved into a store, for bench/room_costs to count what storing one costs. The
// records are those of short answered calls, as under load; the directory is a new one and goes at the end.
//
//     drain_costs REQUESTS IN_A_ROUND     the second as many as the drain finds at a time
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/timed_uuid.hpp"
#include "journal/journal.hpp"
#include "ledger/record.hpp"
#include "server/ledger_drain.hpp"
#include "server/local_store.hpp"

namespace {

using namespace parley;

constexpr ledger::UnixMicroseconds first_began = 1'732'400'000'123'456;
constexpr ledger::UnixMicroseconds between_requests = 50;

[[noreturn]] void fail(std::string_view what) {
    std::cerr << "drain_costs: " << what << "\n";
    std::exit(1);
}

struct Folder {
    std::filesystem::path path;
    Folder() : path((std::filesystem::temp_directory_path() / "parley-drain-costs-XXXXXX")) {
        std::string name = path.string();
        if (!::mkdtemp(name.data())) fail("no directory");
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }
};

ledger::Entry next_entry(Random& random, ledger::UnixMicroseconds began) {
    ledger::Entry entry;
    const std::chrono::milliseconds now{began / 1'000};
    entry.opening = {.request_id = std::string(make_timed_uuid(random, now).view()),
                     .client_request_id = "",
                     .began = began,
                     .account = "default",
                     .key_id = "bench",
                     .asked_model = "bench-model",
                     .stream = false};
    entry.answered_model = "bench-model";
    entry.outcome = Outcome::ok;
    entry.http_status = 200;
    entry.total = ledger::Microseconds(1'000 + static_cast<std::int64_t>(random.below(5'000)));
    ledger::Attempt& attempt = entry.attempts.emplace_back();
    attempt.target = {.provider = "up", .model = "bench-model", .region = "us"};
    attempt.outcome = Outcome::ok;
    attempt.http_status = 200;
    attempt.answered = true;
    attempt.upstream_id = "chatcmpl-BenchQ7w2Xv9Kp4LmN8sT1uYzR3dE";
    attempt.began = ledger::Microseconds(40);
    attempt.total = entry.total - attempt.began;
    attempt.tokens.input = 214;
    attempt.tokens.output = 42;
    attempt.rates = ledger::Rates{
        .input = {1'000'000}, .cache_read = {100'000}, .cache_write_5m = {1'250'000}, .cache_write_1h = {2'000'000}, .output = {5'000'000}};
    return entry;
}

class Requests {
  public:
    explicit Requests(journal::Appender& appender) : appender_(appender) {}

    void add() {
        const ledger::Entry entry = next_entry(random_, began_ += between_requests);
        ledger::OpenRecord open{.opening = entry.opening, .attempt = entry.attempts.front()};
        open.attempt.outcome = Outcome::interrupted;
        open.attempt.upstream_id.clear();
        payload_.clear();
        ledger::append_open(payload_, open);
        auto reservation = appender_.open(payload_, {.close_bytes_max = 2'000}, TimePoint{});
        if (!reservation) fail(reservation.error().detail);
        payload_.clear();
        ledger::append_close(payload_, entry);
        appender_.close(std::move(*reservation), payload_);
    }

  private:
    journal::Appender& appender_;
    Random random_{1};
    ledger::UnixMicroseconds began_ = first_began;
    std::string payload_;
};

void run(std::size_t requests, std::size_t in_a_round) {
    const Folder folder;
    auto store = server::LocalStore::open(folder.path.string(), std::nullopt, store::DataDirectory::Missing::make);
    if (!store) fail(store.error().message);
    const auto directory = journal::open_directory((*store)->journal_path());
    if (!directory) fail(directory.error().message);
    const auto journal = journal::Journal::open(**directory, {}, {}, journal::Journal::Syncing::by_hand);
    if (!journal) fail(journal.error().message);
    const auto appender = (*journal)->make_appender(
        0, [] {}, TimePoint{});
    server::LedgerDrain drain(**journal, (*store)->writer());
    Requests made(*appender);
    for (std::size_t done = 0; done < requests;) {
        for (std::size_t number = 0; number < in_a_round && done < requests; ++number, ++done) made.add();
        appender->flush(TimePoint{});
        (*journal)->sync();  // or its segments would all be needed still
        if (const auto error = drain.all()) fail(error->message);
    }
    appender->finish(TimePoint{});
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) fail("usage: drain_costs REQUESTS IN_A_ROUND");
    const std::size_t in_a_round = std::strtoul(arguments[2], nullptr, 10);
    if (in_a_round == 0) fail("a round has at least one request");
    run(std::strtoul(arguments[1], nullptr, 10), in_a_round);
}
