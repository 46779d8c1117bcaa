#include "ledger/record.hpp"

#include <algorithm>
#include <utility>

#include "ledger/record_bytes.hpp"
#include "ledger/record_fields.hpp"
#include "ledger/record_visitors.hpp"

namespace parley::ledger {
namespace {

enum class Kind : std::uint8_t { open = 1, attempt = 2, close = 3 };
constexpr std::uint64_t byte_most = 0xFF;
constexpr std::size_t head_bytes = 2;  // version and kind

Error refusal(std::string why) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::gateway, .message = "ledger record: " + std::move(why)};
}

/// A record's version, kind and outer block; the block ends with the scope.
class RecordScope {
  public:
    RecordScope(std::string& out, Kind kind) : bytes_(out) {
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
Entry read_close(FieldReader& bytes) {
    Entry entry;
    read_block(bytes, entry.opening);
    read_block(bytes, entry);
    const std::uint64_t attempts = bytes.number(attempts_max);
    for (std::uint64_t read = 0; read < attempts && !bytes.failed(); ++read) {
        Attempt attempt;
        read_block(bytes, attempt);
        if (!entry.attempts.empty() && attempt.number <= entry.attempts.back().number) bytes.fail();
        entry.attempts.push_back(std::move(attempt));
    }
    settle(entry);
    return entry;
}

template <class Value>
std::size_t block_bytes(const Value& value) {
    MeasuringVisitor visitor;
    visit_fields(visitor, value);
    return block_length_bytes + visitor.bytes();
}

/// With everything that can be there.
std::size_t attempt_block_bytes(std::span<const catalog::Target> targets) {
    Attempt attempt;
    attempt.first_chunk.emplace();
    attempt.rates.emplace();
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
    RecordScope scope(out, Kind::open);
    scope.block(record.opening);
    scope.block(record.attempt);
}

void append_attempt(std::string& out, const AttemptRecord& record) {
    RecordScope scope(out, Kind::attempt);
    scope.bytes().text(record.request_id, request_id_bytes_max);
    scope.block(record.attempt);
}

void append_close(std::string& out, const Entry& entry) {
    RecordScope scope(out, Kind::close);
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
    return head_bytes + block_length_bytes + number_bytes(request_id_bytes_max) + request_id_bytes_max +
           attempt_block_bytes(targets);
}

Result<Record> decode_record(std::string_view payload) {
    FieldReader bytes(payload);
    const std::uint64_t version = bytes.number(byte_most);
    const std::uint64_t kind = bytes.number(byte_most);
    if (bytes.failed()) return refusal("cut short");
    if (version != record_version) {
        return refusal("written by another version (" + std::to_string(version) + "; this one reads " +
                       std::to_string(record_version) + ")");
    }
    FieldReader fields = bytes.block();
    if (bytes.failed()) return refusal("cut short");
    if (!bytes.at_end()) return refusal("more bytes than its length says");

    Record record;
    switch (kind) {
        case static_cast<std::uint64_t>(Kind::open): record = read_open(fields); break;
        case static_cast<std::uint64_t>(Kind::attempt): record = read_attempt(fields); break;
        case static_cast<std::uint64_t>(Kind::close): record = read_close(fields); break;
        default: return refusal("of an unknown kind (" + std::to_string(kind) + ")");
    }
    if (fields.failed()) return refusal("damaged, or written by a newer version");
    return record;
}

}  // namespace parley::ledger
