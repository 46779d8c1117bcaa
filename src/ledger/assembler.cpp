#include "ledger/assembler.hpp"

#include <iterator>
#include <utility>

#include "ledger/merge.hpp"

namespace parley::ledger {
namespace {

/// What the records of one request tell. They have been read before.
Entry entry_of(const std::string& opening, const std::vector<std::string>& attempts) {
    Entry entry;
    if (!opening.empty()) {
        auto record = std::get<OpenRecord>(*decode_record(opening));
        entry.opening = std::move(record.opening);
        entry.attempts.push_back(std::move(record.attempt));
    }
    for (const std::string& payload : attempts) {
        auto record = std::get<AttemptRecord>(*decode_record(payload));
        entry.opening.request_id = std::move(record.request_id);
        put_attempt(entry.attempts, std::move(record.attempt));
    }
    return entry;
}

}  // namespace

std::optional<Error> Assembler::add(std::string_view payload, Place place) {
    const Result<RecordHead> head = read_record_head(payload);
    if (!head) return head.error();
    switch (head->kind) {
        case RecordKind::open: add_open(head->request_id, payload, place); break;
        case RecordKind::attempt: add_attempt(head->request_id, payload, place); break;
        case RecordKind::close: return add_close(payload);
    }
    return std::nullopt;
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

void Assembler::add_open(std::string_view request_id, std::string_view payload, Place place) {
    const RequestKey key = request_key(request_id);
    if (!closed_.contains(key)) open_request(key, place).opening = payload;
}

void Assembler::add_attempt(std::string_view request_id, std::string_view payload, Place place) {
    const RequestKey key = request_key(request_id);
    if (closed_.contains(key)) return;
    std::vector<std::string>& attempts = open_request(key, place).attempts;
    if (attempts.size() < attempt_records_max) attempts.emplace_back(payload);
}

std::optional<Error> Assembler::add_close(std::string_view payload) {
    Entry& entry = finished_.add();
    std::optional<Error> error = decode_close(payload, entry);
    const RequestKey key = request_key(entry.opening.request_id);
    const auto open = error ? open_.end() : open_.find(key);
    // One that is open has not been closed, and is not looked for among those that have: they are far from the processor.
    if (error || (open == open_.end() && closed_.contains(key))) {
        finished_.take_back();
        return error;
    }
    if (open != open_.end()) forget(open);
    closed_.add(key);
    return std::nullopt;
}

Assembler::Open& Assembler::open_request(const RequestKey& key, Place place) {
    if (const auto found = open_.find(key); found != open_.end()) {
        if (place < found->second.place) move_place(found->second, place);
        return found->second;
    }
    if (open_.size() >= limits_.open_max) interrupt(open_.find(ages_.front()));
    if (spare_.empty()) {
        ages_.push_back(key);
        ++places_[place];
        return open_.emplace(key, Open{.opening = {}, .attempts = {}, .place = place, .age = std::prev(ages_.end())}).first->second;
    }
    OpenRequests::node_type node = std::move(spare_.back());
    spare_.pop_back();
    ages_.splice(ages_.end(), spare_ages_, spare_ages_.begin());
    ages_.back() = key;
    ++places_[place];
    node.key() = key;
    node.mapped().place = place;
    node.mapped().age = std::prev(ages_.end());
    return open_.insert(std::move(node)).position->second;
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
    Entry entry = entry_of(request->second.opening, request->second.attempts);
    forget(request);
    entry.outcome = Outcome::interrupted;
    settle(entry);
    finished_.add() = std::move(entry);
}

// Under load one is forgotten for each that comes: its memory goes to the next.
void Assembler::forget(OpenRequests::iterator request) {
    leave_place(request->second.place);
    const auto age = request->second.age;
    if (spare_.size() >= spare_requests_max) {
        ages_.erase(age);
        open_.erase(request);
        return;
    }
    spare_ages_.splice(spare_ages_.end(), ages_, age);
    OpenRequests::node_type node = open_.extract(request);
    node.mapped().opening.clear();
    node.mapped().attempts.clear();
    spare_.push_back(std::move(node));
}

}  // namespace parley::ledger
