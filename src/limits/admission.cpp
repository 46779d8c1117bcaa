#include "limits/admission.hpp"

#include <algorithm>

namespace parley::limits {

std::optional<Refusal> refusal_of(std::uint64_t wanted, std::uint64_t used, std::uint64_t held, std::uint64_t most, std::uint64_t accounts) {
    if (most == 0) return std::nullopt;
    if (wanted > most || used > most - wanted) return Refusal::no_room;
    if (held == 0 || used + wanted <= most / 2) return std::nullopt;
    const std::uint64_t share = std::min(most - most / 4, most / std::max<std::uint64_t>(accounts, 1));
    return held + wanted <= share ? std::nullopt : std::optional(Refusal::over_share);
}

std::variant<Permit, Refusal> Admission::take(std::string_view account, std::uint64_t bytes, const Load& most) {
    const std::lock_guard lock(mutex_);
    const auto known = accounts_.find(account);
    const Load held = known != accounts_.end() ? known->second : Load{};
    const std::uint64_t accounts = accounts_.size() + (known == accounts_.end() ? 1 : 0);
    if (const auto refusal = refusal_of(1, all_.requests, held.requests, most.requests, accounts)) return *refusal;
    if (const auto refusal = refusal_of(bytes, all_.bytes, held.bytes, most.bytes, accounts)) return *refusal;
    Permit::Holder& holder = known != accounts_.end() ? *known : *accounts_.emplace(account, Load{}).first;
    for (Load* const load : {&holder.second, &all_}) {
        ++load->requests;
        load->bytes += bytes;
    }
    return Permit(*this, holder, {1, bytes});
}

void Admission::give_back(Permit::Holder& holder, const Load& load) {
    const std::lock_guard lock(mutex_);
    for (Load* const kept : {&holder.second, &all_}) {
        kept->requests -= load.requests;
        kept->bytes -= load.bytes;
    }
    if (holder.second.requests == 0) accounts_.erase(accounts_.find(holder.first));
}

void Admission::change(Permit::Holder& holder, std::uint64_t bytes_before, std::uint64_t bytes_after) {
    const std::lock_guard lock(mutex_);
    for (Load* const kept : {&holder.second, &all_}) kept->bytes = kept->bytes - bytes_before + bytes_after;
}

Load Admission::under_way() const {
    const std::lock_guard lock(mutex_);
    return all_;
}

Permit& Permit::operator=(Permit&& other) noexcept {
    if (this == &other) return *this;
    if (admission_) admission_->give_back(*holder_, load_);
    admission_ = std::exchange(other.admission_, nullptr);
    holder_ = other.holder_;
    load_ = other.load_;
    return *this;
}

void Permit::settle(std::uint64_t bytes) {
    if (admission_ && bytes != load_.bytes) admission_->change(*holder_, load_.bytes, bytes);
    load_.bytes = bytes;
}

Permit::~Permit() {
    if (admission_) admission_->give_back(*holder_, load_);
}

}  // namespace parley::limits
