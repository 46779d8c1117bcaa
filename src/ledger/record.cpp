#include "ledger/record.hpp"

#include <algorithm>
#include <utility>

#include "ledger/record_bytes.hpp"
#include "ledger/record_fields.hpp"
#include "ledger/record_visitors.hpp"

namespace parley::ledger {
namespace {

constexpr std::uint64_t byte_most = 0xFF;
constexpr std::size_t head_bytes = 2;  // version and kind

Error refusal(std::string why) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::gateway, .message = "ledger record: " + std::move(why)};
}

/// A record's version, kind and outer block; the block ends with the scope.
class RecordScope {
  public:
    RecordScope(std::string& out, RecordKind kind) : bytes_(out) {
        bytes_.number(record_version, byte_most);
        bytes_.number(static_cast<std::uint64_t>(kind), byte_most);
        place_ = bytes_.begin_block();
    }
    ~RecordScope() { bytes_.end_block(place_); }
    RecordScope(const RecordScope&) = delete;
    RecordScope& operator=(const RecordScope&) = delete;

    template <class Value>
    void block(const Value& value) {
        const std::size_t place = bytes_.begin_block();
        WritingVisitor visitor(bytes_);
        visit_fields(visitor, value);
        bytes_.end_block(place);
    }
    FieldWriter& bytes() { return bytes_; }

  private:
    FieldWriter bytes_;
    std::size_t place_ = 0;
};

template <class Value>
void read_block(FieldReader& bytes, Value& value) {
    FieldReader block = bytes.block();
    ReadingVisitor visitor(block);
    visit_fields(visitor, value);
    if (block.failed()) bytes.fail();
}

OpenRecord read_open(FieldReader& bytes) {
    OpenRecord record;
    read_block(bytes, record.opening);
    read_block(bytes, record.attempt);
    return record;
}

AttemptRecord read_attempt(FieldReader& bytes) {
    AttemptRecord record;
    record.request_id = bytes.text(request_id_bytes_max);
    read_block(bytes, record.attempt);
    return record;
}

/// Attempts have one number each, in ascending order: two of the same would be one row in the store and two in the sum.
void read_close(FieldReader& bytes, Entry& entry) {
    read_block(bytes, entry.opening);
    read_block(bytes, entry);
    entry.attempts.resize(bytes.number(attempts_max));
    for (std::size_t at = 0; at < entry.attempts.size() && !bytes.failed(); ++at) {
        read_block(bytes, entry.attempts[at]);
        if (at > 0 && entry.attempts[at].number <= entry.attempts[at - 1].number) bytes.fail();
    }
    settle(entry);
}

/// With everything that can be there: whose fields are counted, or looked at.
const Attempt& full_attempt() {
    static const Attempt attempt{.first_chunk = Microseconds(0), .rates = Rates{}};
    return attempt;
}

template <class Value>
void look_at_block(FieldReader& bytes, const Value& shape) {
    FieldReader block = bytes.block();
    SkippingVisitor visitor(block);
    visit_fields(visitor, shape);
    if (block.failed()) bytes.fail();
}

template <class Value>
std::size_t block_bytes(const Value& value) {
    MeasuringVisitor visitor;
    visit_fields(visitor, value);
    return block_length_bytes + visitor.bytes();
}

std::size_t attempt_block_bytes(std::span<const catalog::Target> targets) {
    Attempt attempt = full_attempt();
    attempt.error_class.assign(error_class_bytes_max, ' ');
    attempt.upstream_id.assign(upstream_id_bytes_max, ' ');
    std::size_t bytes = 0;
    for (const catalog::Target& target : targets) {
        attempt.target = target;
        bytes = std::max(bytes, block_bytes(attempt));
    }
    return bytes;
}

}  // namespace

void append_open(std::string& out, const OpenRecord& record) {
    RecordScope scope(out, RecordKind::open);
    scope.block(record.opening);
    scope.block(record.attempt);
}

void append_attempt(std::string& out, const AttemptRecord& record) {
    RecordScope scope(out, RecordKind::attempt);
    scope.bytes().text(record.request_id, request_id_bytes_max);
    scope.block(record.attempt);
}

void append_close(std::string& out, const Entry& entry) {
    RecordScope scope(out, RecordKind::close);
    scope.block(entry.opening);
    scope.block(entry);
    const std::size_t attempts = std::min(entry.attempts.size(), attempts_max);
    scope.bytes().number(attempts, attempts_max);
    for (std::size_t at = 0; at < attempts; ++at) scope.block(entry.attempts[at]);
}

std::size_t close_rest_bytes_max(std::string_view answered_model, std::span<const catalog::Target> targets, std::size_t attempts) {
    Entry fullest;
    fullest.answered_model = answered_model;
    fullest.error_class.assign(error_class_bytes_max, ' ');
    fullest.first_chunk.emplace();
    return block_bytes(fullest) + number_bytes(attempts_max) + std::min(attempts, attempts_max) * attempt_block_bytes(targets);
}

std::size_t attempt_bytes_max(std::span<const catalog::Target> targets) {
    return head_bytes + block_length_bytes + number_bytes(request_id_bytes_max) + request_id_bytes_max + attempt_block_bytes(targets);
}

namespace {

struct OpenedRecord {
    RecordKind kind;
    FieldReader fields;
};

Result<OpenedRecord> open_record(std::string_view payload) {
    FieldReader bytes(payload);
    const std::uint64_t version = bytes.number(byte_most);
    const std::uint64_t kind = bytes.number(byte_most);
    if (bytes.failed()) return refusal("cut short");
    if (version != record_version) {
        return refusal("written by another version (" + std::to_string(version) + "; this one reads " + std::to_string(record_version) +
                       ")");
    }
    const FieldReader fields = bytes.block();
    if (bytes.failed()) return refusal("cut short");
    if (!bytes.at_end()) return refusal("more bytes than its length says");
    if (kind < static_cast<std::uint64_t>(RecordKind::open) || kind > static_cast<std::uint64_t>(RecordKind::close)) {
        return refusal("of an unknown kind (" + std::to_string(kind) + ")");
    }
    return OpenedRecord{static_cast<RecordKind>(kind), fields};
}

Error not_understood() { return refusal("damaged, or written by a newer version"); }

}  // namespace

Result<RecordHead> read_record_head(std::string_view payload) {
    Result<OpenedRecord> opened = open_record(payload);
    if (!opened) return opened.error();
    FieldReader& fields = opened->fields;
    RecordHead head{.kind = opened->kind};
    if (head.kind == RecordKind::open) {
        FieldReader opening = FieldReader(fields).block();
        head.request_id = opening.text(request_id_bytes_max);
        static const Opening shape;
        look_at_block(fields, shape);
    } else if (head.kind == RecordKind::attempt) {
        head.request_id = fields.text(request_id_bytes_max);
    } else {
        return head;
    }
    look_at_block(fields, full_attempt());
    if (fields.failed()) return not_understood();
    return head;
}

std::optional<Error> decode_close(std::string_view payload, Entry& entry) {
    Result<OpenedRecord> opened = open_record(payload);
    if (!opened) return opened.error();
    if (opened->kind != RecordKind::close) return refusal("no close");
    read_close(opened->fields, entry);
    return opened->fields.failed() ? std::optional(not_understood()) : std::nullopt;
}

Result<Record> decode_record(std::string_view payload) {
    Result<OpenedRecord> opened = open_record(payload);
    if (!opened) return opened.error();
    FieldReader& fields = opened->fields;
    Record record;
    switch (opened->kind) {
        case RecordKind::open: record = read_open(fields); break;
        case RecordKind::attempt: record = read_attempt(fields); break;
        case RecordKind::close: read_close(fields, record.emplace<Entry>()); break;
    }
    if (fields.failed()) return not_understood();
    return record;
}

}  // namespace parley::ledger
