#include "server/reload.hpp"

#include <algorithm>

namespace parley::server {
namespace {

using config::Config;
using config::Listener;

bool same_addresses(const std::vector<Listener>& one, const std::vector<Listener>& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](const Listener& a, const Listener& b) { return a.address == b.address; });
}

}  // namespace

std::vector<std::string> keep_what_needs_a_restart(const Config& running, Config& wanted) {
    std::vector<std::string> lines;
    const auto note = [&lines](const char* name) {
        lines.push_back(std::string(name) + ": takes effect with the next start; until then it stays as it is");
    };
    const auto keep = [&](const char* name, auto Config::*member) {
        if (wanted.*member == running.*member) return;
        wanted.*member = running.*member;
        note(name);
    };
    if (!same_addresses(running.listeners, wanted.listeners)) {
        wanted.listeners = running.listeners;
        note(wanted.listen == running.listen ? "listeners" : "listen");
    }
    wanted.listen = running.listen;  // only the listeners count
    keep("admin_listen", &Config::admin_listen);
    keep("threads", &Config::threads);
    keep("data", &Config::data);
    const auto keep_of_ledger = [&](const char* name, auto config::Ledger::*member) {
        if (wanted.ledger.*member == running.ledger.*member) return;
        wanted.ledger.*member = running.ledger.*member;
        note(name);
    };
    keep_of_ledger("ledger.durability", &config::Ledger::durability);
    keep_of_ledger("ledger.journal_bytes", &config::Ledger::journal_bytes);
    if (wanted.tls.has_value() != running.tls.has_value()) {
        wanted.tls = running.tls;
        note("tls");
    }
    return lines;
}

}  // namespace parley::server
