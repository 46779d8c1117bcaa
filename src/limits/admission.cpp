#include "limits/admission.hpp"

#include <algorithm>

namespace parley::limits {

namespace {

/// Whoever holds nothing is never over its part.
bool is_within(std::uint64_t wanted, std::uint64_t held, std::uint64_t part) { return held == 0 || held + wanted <= part; }

}  // namespace

std::optional<Refusal> refusal_of(std::uint64_t wanted, const Holdings& holdings, std::uint64_t most) {
    if (most == 0) return std::nullopt;
    if (wanted > most || holdings.used > most - wanted) return Refusal::no_room;
    if (holdings.used + wanted <= most / 2) return std::nullopt;
    const std::uint64_t part = std::min(most - most / 4, most / std::max<std::uint64_t>(holdings.accounts, 1));
    const std::uint64_t beyond = holdings.keys > 1 ? most / 8 : 0;
    const bool is_let_in = is_within(wanted, holdings.of_account, part + beyond) &&
                           is_within(wanted, holdings.of_key, part / std::max<std::uint64_t>(holdings.keys, 1));
    return is_let_in ? std::nullopt : std::optional(Refusal::over_share);
}

std::variant<Permit, Refusal> Admission::take(const Caller& caller, std::uint64_t bytes, const Load& most) {
    const std::lock_guard lock(mutex_);
    const auto account = accounts_.find(caller.account);
    const bool is_known = account != accounts_.end();
    const auto key = is_known ? account->second.keys.find(caller.key) : ByText<Load>::iterator();
    const bool is_known_key = is_known && key != account->second.keys.end();
    const Load of_account = is_known ? account->second.load : Load{};
    const Load of_key = is_known_key ? key->second : Load{};
    const std::size_t accounts = accounts_.size() + (is_known ? 0 : 1);
    const std::size_t keys = (is_known ? account->second.keys.size() : 0) + (is_known_key ? 0 : 1);
    const auto holdings_in = [&](std::uint64_t Load::*what) {
        return Holdings{all_.*what, of_account.*what, of_key.*what, accounts, keys};
    };
    if (const auto refusal = refusal_of(1, holdings_in(&Load::requests), most.requests)) return *refusal;
    if (const auto refusal = refusal_of(bytes, holdings_in(&Load::bytes), most.bytes)) return *refusal;

    Permit::Account& held = is_known ? *account : *accounts_.emplace(caller.account, AccountLoad{}).first;
    Permit::Key& held_by_key = is_known_key ? *key : *held.second.keys.emplace(caller.key, Load{}).first;
    for (Load* const load : {&held_by_key.second, &held.second.load, &all_}) {
        ++load->requests;
        load->bytes += bytes;
    }
    requests_under_way_.store(all_.requests, std::memory_order_relaxed);
    return Permit(*this, held, held_by_key, {1, bytes});
}

bool Admission::has_equal_part(const Caller& caller) const {
    const std::lock_guard lock(mutex_);
    const auto account = accounts_.find(caller.account);
    if (account == accounts_.end()) return false;
    const auto key = account->second.keys.find(caller.key);
    if (key == account->second.keys.end()) return false;
    return key->second.requests * accounts_.size() * account->second.keys.size() >= all_.requests;
}

void Admission::give_back(Permit::Account& account, Permit::Key& key, const Load& load) {
    const std::lock_guard lock(mutex_);
    for (Load* const kept : {&key.second, &account.second.load, &all_}) {
        kept->requests -= load.requests;
        kept->bytes -= load.bytes;
    }
    requests_under_way_.store(all_.requests, std::memory_order_relaxed);
    if (key.second.requests == 0) account.second.keys.erase(account.second.keys.find(key.first));
    if (account.second.load.requests == 0) accounts_.erase(accounts_.find(account.first));
}

void Admission::change(Permit::Account& account, Permit::Key& key, std::uint64_t bytes_before, std::uint64_t bytes_after) {
    const std::lock_guard lock(mutex_);
    for (Load* const kept : {&key.second, &account.second.load, &all_}) kept->bytes = kept->bytes - bytes_before + bytes_after;
}

Load Admission::under_way() const {
    const std::lock_guard lock(mutex_);
    return all_;
}

Permit& Permit::operator=(Permit&& other) noexcept {
    if (this == &other) return *this;
    if (admission_) admission_->give_back(*account_, *key_, load_);
    admission_ = std::exchange(other.admission_, nullptr);
    account_ = other.account_;
    key_ = other.key_;
    load_ = other.load_;
    return *this;
}

void Permit::settle(std::uint64_t bytes) {
    if (admission_ && bytes != load_.bytes) admission_->change(*account_, *key_, load_.bytes, bytes);
    load_.bytes = bytes;
}

Permit::~Permit() {
    if (admission_) admission_->give_back(*account_, *key_, load_);
}

}  // namespace parley::limits
