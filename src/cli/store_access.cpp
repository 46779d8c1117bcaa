#include "cli/store_access.hpp"

#include <cstdio>
#include <thread>
#include <utility>

#include "cli/exit_code.hpp"
#include "config/environment.hpp"
#include "server/store_verbs.hpp"

namespace parley::cli {
namespace {

// For a server that is starting or stopping: it holds the directory and does not listen.
constexpr auto patience = std::chrono::seconds(5);
constexpr auto look = std::chrono::milliseconds(50);

}  // namespace

std::optional<Error> StoreAccess::open() {
    auto store = server::LocalStore::open(data_, config::process_environment()("PARLEY_PEPPER"), missing_);
    if (!store) return store.error();
    opened_ = std::move(*store);
    verbs_ = server::store_verbs(*opened_);
    return server::take_over_journal(*opened_);
}

control::Answer StoreAccess::ask(const control::Request& request, Duration wait) {
    const Deadline deadline = Deadline::after(Clock::now(), patience);
    while (!opened_) {
        control::Answer answer = control::ask(data_, request, wait);
        if (answer || !control::nobody_listens(answer.error())) return answer;
        const std::optional<Error> error = open();
        if (!error) break;
        if (opened_ || error->kind != ErrorKind::not_ready || deadline.passed(Clock::now())) return *error;
        std::this_thread::sleep_for(look);
    }
    return control::run_verb(verbs_, request);
}

int complain(const Error& error) {
    std::fprintf(stderr, "parley: %s\n", error.message.c_str());
    for (const std::string& problem : error.problems) std::fprintf(stderr, "    %s\n", problem.c_str());
    return exit_failed;
}

}  // namespace parley::cli
