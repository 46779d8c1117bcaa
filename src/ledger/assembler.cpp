#include "ledger/assembler.hpp"

#include <utility>

#include "ledger/merge.hpp"

namespace parley::ledger {

void Assembler::add(Record record, Place place) {
    if (auto* open = std::get_if<OpenRecord>(&record)) {
        add_open(std::move(*open), place);
    } else if (auto* attempt = std::get_if<AttemptRecord>(&record)) {
        add_attempt(std::move(*attempt), place);
    } else {
        add_close(std::move(std::get<Entry>(record)));
    }
}

// The ids are ours: nobody aims at a seed that everyone knows.
Assembler::Key Assembler::key_of(const std::string& request_id) {
    return sip_tag(SipSeed{}, request_id);
}

std::vector<Entry> Assembler::take() {
    return std::exchange(finished_, {});
}

void Assembler::end() {
    while (!ages_.empty()) interrupt(open_.find(ages_.front()));
}

void Assembler::give_up_before(Place place) {
    for (auto request = open_.begin(); request != open_.end();) {
        const auto at = request++;
        if (at->second.place < place) interrupt(at);
    }
}

std::optional<Place> Assembler::oldest_open() const {
    if (places_.empty()) return std::nullopt;
    return places_.begin()->first;
}

void Assembler::add_open(OpenRecord record, Place place) {
    const Key key = key_of(record.opening.request_id);
    if (closed_.contains(key)) return;
    Open& request = open_request(key, record.opening.request_id, place);
    request.entry.opening = std::move(record.opening);
    put_attempt(request.entry.attempts, std::move(record.attempt));
}

void Assembler::add_attempt(AttemptRecord record, Place place) {
    const Key key = key_of(record.request_id);
    if (closed_.contains(key)) return;
    put_attempt(open_request(key, record.request_id, place).entry.attempts, std::move(record.attempt));
}

void Assembler::add_close(Entry entry) {
    const Key key = key_of(entry.opening.request_id);
    if (closed_.contains(key)) return;
    if (const auto open = open_.find(key); open != open_.end()) forget(open);
    remember_closed(key);
    finished_.push_back(std::move(entry));
}

Assembler::Open& Assembler::open_request(const Key& key, const std::string& request_id, Place place) {
    if (const auto found = open_.find(key); found != open_.end()) {
        if (place < found->second.place) move_place(found->second, place);
        return found->second;
    }
    if (open_.size() >= limits_.open_max) interrupt(open_.find(ages_.front()));
    ages_.push_back(key);
    ++places_[place];
    Open request{.entry = {}, .place = place, .age = std::prev(ages_.end())};
    request.entry.opening.request_id = request_id;
    return open_.emplace(key, std::move(request)).first->second;
}

void Assembler::move_place(Open& request, Place place) {
    ++places_[place];
    leave_place(request.place);
    request.place = place;
}

void Assembler::leave_place(Place place) {
    const auto left = places_.find(place);
    if (--left->second == 0) places_.erase(left);
}

/// Its attempts are as far as they came, and nobody is charged for what may not have arrived.
void Assembler::interrupt(OpenRequests::iterator request) {
    Entry entry = std::move(request->second.entry);
    forget(request);
    entry.outcome = Outcome::interrupted;
    settle(entry);
    finished_.push_back(std::move(entry));
}

void Assembler::forget(OpenRequests::iterator request) {
    leave_place(request->second.place);
    ages_.erase(request->second.age);
    open_.erase(request);
}

void Assembler::remember_closed(const Key& key) {
    if (closed_.size() >= limits_.closed_max) {
        closed_.erase(closed_ages_.front());
        closed_ages_.pop_front();
    }
    closed_.insert(key);
    closed_ages_.push_back(key);
}

}  // namespace parley::ledger
