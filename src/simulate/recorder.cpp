#include "simulate/recorder.hpp"

#include <algorithm>

#include "json/write.hpp"
#include "simulate/text.hpp"

namespace parley::simulate {

namespace {

std::size_t kept_bytes_of(const RequestRecord& record) {
    std::size_t bytes = record.body.size() + record.path.size() + record.model.size();
    for (const auto& [name, value] : record.fields) bytes += name.size() + value.size();
    return bytes;
}

std::int64_t milliseconds(Duration duration) { return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count(); }

void print_record(std::string& out, const RequestRecord& record) {
    json::ObjectWriter object(out);
    object.integer("sequence", static_cast<std::int64_t>(record.sequence));
    object.integer("at_ms", milliseconds(record.at));
    object.string("method", record.method);
    object.string("path", record.path);
    object.key("headers") += '[';
    for (const auto& field : record.fields) {
        if (&field != &record.fields.front()) out += ',';
        out += '[';
        json::append_string(out, valid_utf8(field.first));
        out += ',';
        json::append_string(out, valid_utf8(field.second));
        out += ']';
    }
    out += ']';
    object.string("body", valid_utf8(record.body));
    object.integer("body_bytes", static_cast<std::int64_t>(record.body_bytes));
    object.string("model", record.model);
    object.boolean("streaming", record.streaming);
    object.integer("chunks_sent", static_cast<std::int64_t>(record.chunks_sent));
    object.integer("bytes_sent", static_cast<std::int64_t>(record.bytes_sent));
    object.string("outcome", outcome_name(record.outcome));
    const bool left = record.outcome == Outcome::caller_left;
    if (left)
        object.integer("caller_left_ms", milliseconds(record.ended_after));
    else
        object.null("caller_left_ms");
    object.close();
}

}  // namespace

std::string_view outcome_name(Outcome outcome) {
    switch (outcome) {
        case Outcome::open: return "open";
        case Outcome::answered: return "answered";
        case Outcome::caller_left: return "caller_left";
        case Outcome::cut: return "cut";
    }
    return "";
}

std::uint64_t Recorder::begin(RequestRecord record) {
    record.sequence = next_sequence_++;
    kept_bytes_ += kept_bytes_of(record);
    records_.push_back(std::move(record));
    ++counts_.open;
    ++counts_.total;
    make_room();
    return next_sequence_ - 1;
}

void Recorder::set_body(std::uint64_t sequence, std::string_view body) {
    RequestRecord* record = find(sequence);
    if (!record) return;
    kept_bytes_ -= kept_bytes_of(*record);
    record->body = std::string(body.substr(0, limits_.body_bytes_max));
    record->body_bytes = body.size();
    kept_bytes_ += kept_bytes_of(*record);
    make_room();
}

void Recorder::end(std::uint64_t sequence, Outcome outcome, Duration ended_after) {
    --counts_.open;
    if (outcome == Outcome::caller_left) ++counts_.caller_left;
    if (RequestRecord* record = find(sequence)) {
        record->outcome = outcome;
        record->ended_after = ended_after;
    }
}

RequestRecord* Recorder::find(std::uint64_t sequence) {
    if (records_.empty() || sequence < records_.front().sequence) return nullptr;
    const std::uint64_t index = sequence - records_.front().sequence;
    return index < records_.size() ? &records_[index] : nullptr;
}

void Recorder::clear() {
    records_.clear();
    kept_bytes_ = 0;
    counts_ = Counts{.open = counts_.open, .total = 0, .caller_left = 0};
}

void Recorder::make_room() {
    while (records_.size() > limits_.requests_max || (kept_bytes_ > limits_.kept_bytes_max && records_.size() > 1)) {
        kept_bytes_ -= kept_bytes_of(records_.front());
        records_.pop_front();
    }
}

std::string print_requests(const Recorder& recorder, std::size_t last) {
    const auto& records = recorder.records();
    const std::size_t count = std::min(last, records.size());
    std::string out = R"({"requests":[)";
    for (std::size_t i = records.size() - count; i < records.size(); ++i) {
        if (i > records.size() - count) out += ',';
        print_record(out, records[i]);
    }
    return out += "]}";
}

std::string print_state(const Recorder::Counts& counts) {
    std::string out;
    json::ObjectWriter object(out);
    object.integer("open", static_cast<std::int64_t>(counts.open));
    object.integer("total", static_cast<std::int64_t>(counts.total));
    object.integer("caller_left", static_cast<std::int64_t>(counts.caller_left));
    object.close();
    return out;
}

}  // namespace parley::simulate
