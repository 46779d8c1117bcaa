#include "ledger/record.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "ledger/record_bytes.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

constexpr std::uint64_t quantities = std::uint64_t{1} << 42;
constexpr std::size_t journal_payload_bytes_max = 64 * 1024;

std::string open_bytes(const OpenRecord& record) {
    std::string out;
    append_open(out, record);
    return out;
}

std::string attempt_bytes(const AttemptRecord& record) {
    std::string out;
    append_attempt(out, record);
    return out;
}

std::string close_bytes(const Entry& entry) {
    std::string out;
    append_close(out, entry);
    return out;
}

OpenRecord sample_open() {
    const Entry entry = sample_entry();
    return {entry.opening, entry.attempts[0]};
}

/// Costs are computed by whoever reads an entry, and of no use before.
Attempt without_cost(Attempt attempt) {
    attempt.cost = Money{};
    return attempt;
}

std::string refusal_of(std::string_view payload) {
    const Result<Record> record = decode_record(payload);
    return record ? "" : record.error().message;
}

TEST(Record, is_read_back_as_it_was_written) {
    const OpenRecord open{sample_entry().opening, without_cost(sample_entry().attempts[0])};
    EXPECT_EQ(std::get<OpenRecord>(decode_record(open_bytes(open)).value()), open);
    const AttemptRecord attempt{"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", without_cost(sample_entry().attempts[1])};
    EXPECT_EQ(std::get<AttemptRecord>(decode_record(attempt_bytes(attempt)).value()), attempt);
    EXPECT_EQ(std::get<Entry>(decode_record(close_bytes(sample_entry())).value()), sample_entry()) << "its costs, too";
    EXPECT_EQ(std::get<Entry>(decode_record(close_bytes({})).value()), Entry{});
}

/// What is reserved when the request's first attempt begins, about which nothing is known yet.
std::size_t reserved_for(const Entry& entry, std::size_t attempts) {
    std::vector<catalog::Target> targets;
    for (const Attempt& attempt : entry.attempts) targets.push_back(attempt.target);
    return open_bytes({entry.opening, {}}).size() + close_rest_bytes_max(entry.answered_model, targets, attempts);
}

TEST(Record, of_any_entry_is_read_back_and_fits_the_room_that_was_reserved) {
    Random random(7);
    for (int round = 0; round < 20'000; ++round) {
        const Entry entry = random_entry(random, quantities);
        const std::string bytes = close_bytes(entry);
        ASSERT_EQ(std::get<Entry>(decode_record(bytes).value()), entry) << round;
        ASSERT_LE(bytes.size(), reserved_for(entry, entry.attempts.size())) << round;
    }
}

TEST(Record, is_read_into_an_entry_that_was_another_before) {
    Random random(17);
    Entry used;
    for (int round = 0; round < 2'000; ++round) {
        const Entry entry = round % 10 == 0 ? Entry{} : random_entry(random, quantities);
        ASSERT_FALSE(decode_close(close_bytes(entry), used)) << round;
        ASSERT_EQ(used, entry) << round;
    }
}

/// A byte after the other, as record_bytes.hpp has it.
std::optional<std::uint64_t> plainly_read(std::string_view bytes, std::uint64_t most) {
    std::uint64_t value = 0;
    for (std::size_t at = 0; at < std::min<std::size_t>(bytes.size(), 8); ++at) {
        const auto byte = static_cast<std::uint8_t>(bytes[at]);
        value |= std::uint64_t{byte & 0x7Fu} << (7 * at);
        if ((byte & 0x80) != 0) continue;
        const bool is_longer_than_it_needs = at > 0 && byte == 0;
        return is_longer_than_it_needs || value > most ? std::nullopt : std::optional(value);
    }
    return std::nullopt;
}

TEST(FieldReader, reads_any_bytes_as_the_number_that_they_are_or_none) {
    Random random(23);
    int numbers = 0;
    for (int round = 0; round < 100'000; ++round) {
        std::string bytes(random.below(12), '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random.below(4) == 0 ? random.below(128) : random.below(2) * 0x80 + random.below(128));
        const std::uint64_t most = (std::uint64_t{1} << random.below(57)) - 1;
        FieldReader reader(bytes);
        const std::uint64_t read = reader.number(most);
        const auto expected = plainly_read(bytes, most);
        ASSERT_EQ(reader.failed(), !expected) << round;
        ASSERT_EQ(read, expected.value_or(0)) << round;
        numbers += expected.has_value();
    }
    EXPECT_GT(numbers, 10'000);
}

TEST(Record, is_refused_wherever_it_is_cut) {
    const AttemptRecord attempt{"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", sample_entry().attempts[1]};
    for (const std::string& whole : {open_bytes(sample_open()), attempt_bytes(attempt), close_bytes(sample_entry())}) {
        for (std::size_t length = 0; length < whole.size(); ++length) {
            ASSERT_TRUE(decode_record(whole.substr(0, length)).has_error()) << length;
        }
    }
}

TEST(Record, with_bytes_behind_it_is_refused) {
    EXPECT_EQ(refusal_of(close_bytes(sample_entry()) + "x"), "ledger record: more bytes than its length says");
}

TEST(Record, with_any_byte_changed_is_refused_or_read_within_its_limits) {
    const std::string whole = close_bytes(sample_entry());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
            const Result<Record> record = decode_record(changed);
            if (!record || !std::holds_alternative<Entry>(*record)) continue;
            const Entry& entry = std::get<Entry>(*record);
            ASSERT_LE(entry.attempts.size(), attempts_max);
            ASSERT_LT(entry.outcome, Outcome::count);
            ASSERT_EQ(std::get<Entry>(decode_record(close_bytes(entry)).value()), entry) << at;
        }
    }
}

/// The head of a record, or a whole close, is told of exactly those that decode_record() reads.
void expect_same_verdict(const std::string& payload) {
    const Result<Record> record = decode_record(payload);
    const Result<RecordHead> head = read_record_head(payload);
    if (head && head->kind == RecordKind::close) {
        Entry entry;
        const std::optional<Error> error = decode_close(payload, entry);
        ASSERT_EQ(error.has_value(), record.has_error());
        if (!error) {
            EXPECT_EQ(entry, std::get<Entry>(*record));
        }
        return;
    }
    ASSERT_EQ(head.has_value(), record.has_value());
    if (!record) {
        EXPECT_EQ(head.error().message, record.error().message);
    } else if (const auto* open = std::get_if<OpenRecord>(&*record)) {
        EXPECT_EQ(head->kind, RecordKind::open);
        EXPECT_EQ(head->request_id, open->opening.request_id);
    } else {
        EXPECT_EQ(head->kind, RecordKind::attempt);
        EXPECT_EQ(head->request_id, std::get<AttemptRecord>(*record).request_id);
    }
}

TEST(Record, is_looked_at_with_the_verdict_that_reading_it_gives) {
    const AttemptRecord attempt{"0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", sample_entry().attempts[1]};
    for (const std::string& whole : {open_bytes(sample_open()), attempt_bytes(attempt), close_bytes(sample_entry()), close_bytes({})}) {
        for (std::size_t end = 0; end <= whole.size(); ++end) expect_same_verdict(whole.substr(0, end));
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (const int change : {1, 0x80, 0xFF}) {
                std::string damaged = whole;
                damaged[at] = static_cast<char>(damaged[at] ^ change);
                expect_same_verdict(damaged);
            }
        }
    }
}

TEST(Record, of_another_version_is_refused_and_the_version_named) {
    std::string bytes = close_bytes(sample_entry());
    bytes[0] = 2;
    EXPECT_EQ(refusal_of(bytes), "ledger record: written by another version (2; this one reads 1)");
}

TEST(Record, of_an_unknown_kind_is_refused) {
    std::string bytes = close_bytes(sample_entry());
    bytes[1] = 4;
    EXPECT_EQ(refusal_of(bytes), "ledger record: of an unknown kind (4)");
}

/// Appends three bytes to the block whose length stands at `place`, as a newer version would append a field.
std::string with_a_newer_field(std::string bytes, std::size_t place) {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes.data() + place, sizeof length);
    bytes.insert(place + block_length_bytes + length, "new");
    length += 3;
    std::memcpy(bytes.data() + place, &length, sizeof length);
    return bytes;
}

TEST(Record, of_a_newer_program_is_read_without_the_fields_that_are_new) {
    constexpr std::size_t outer = 2;
    constexpr std::size_t opening = outer + block_length_bytes;
    const std::string whole = open_bytes(sample_open());
    EXPECT_EQ(std::get<OpenRecord>(decode_record(with_a_newer_field(whole, outer)).value()).opening, sample_open().opening);

    std::string grown = with_a_newer_field(whole, opening);
    std::uint32_t length = 0;
    std::memcpy(&length, grown.data() + outer, sizeof length);
    length += 3;
    std::memcpy(grown.data() + outer, &length, sizeof length);
    EXPECT_EQ(std::get<OpenRecord>(decode_record(grown).value()).attempt, without_cost(sample_open().attempt));
}

TEST(Record, keeps_texts_up_to_their_limit_and_cuts_them_between_characters) {
    OpenRecord record = sample_open();
    record.opening.account = std::string(account_bytes_max, 'a');
    record.opening.key_id = std::string(key_id_bytes_max + 1, 'k');
    record.opening.client_request_id = std::string(client_request_id_bytes_max - 1, 'c') + "\xC3\xA9";  // e with an accent
    const auto read = std::get<OpenRecord>(decode_record(open_bytes(record)).value());
    EXPECT_EQ(read.opening.account, record.opening.account);
    EXPECT_EQ(read.opening.key_id, std::string(key_id_bytes_max, 'k'));
    EXPECT_EQ(read.opening.client_request_id, std::string(client_request_id_bytes_max - 1, 'c'));
}

TEST(Record, writes_a_number_above_its_most_as_the_most) {
    Entry entry = sample_entry();
    entry.total = Microseconds(quantities);
    entry.opening.began = -1;
    const auto read = std::get<Entry>(decode_record(close_bytes(entry)).value());
    EXPECT_EQ(read.total, Microseconds(quantities - 1));
    EXPECT_EQ(read.opening.began, 0);
}

Entry fullest_entry(std::size_t attempts) {
    const auto most = static_cast<std::int64_t>(quantities - 1);
    Entry entry;
    entry.opening = {.request_id = std::string(request_id_bytes_max, 'r'),
                     .client_request_id = std::string(client_request_id_bytes_max, 'c'),
                     .began = (std::int64_t{1} << 56) - 1,
                     .account = std::string(account_bytes_max, 'a'),
                     .key_id = std::string(key_id_bytes_max, 'k'),
                     .asked_model = std::string(model_bytes_max, 'm'),
                     .stream = true};
    entry.answered_model = std::string(model_bytes_max, 'm');
    entry.outcome = Outcome::failed;
    entry.http_status = 999;
    entry.error_class = std::string(error_class_bytes_max, 'e');
    entry.first_chunk = entry.total = Microseconds(most);
    const PricePerToken rate{quantities - 1};
    for (std::size_t number = 0; number < attempts; ++number) {
        entry.attempts.push_back(
            {.number = static_cast<std::uint32_t>(0xFFFF - attempts + number),
             .kind = AttemptKind::map,
             .target = {std::string(provider_bytes_max, 'p'), std::string(model_bytes_max, 'm'), std::string(region_bytes_max, 'u')},
             .began = Microseconds(most),
             .first_chunk = Microseconds(most),
             .total = Microseconds(most),
             .outcome = Outcome::failed,
             .http_status = 999,
             .error_class = std::string(error_class_bytes_max, 'e'),
             .upstream_id = std::string(upstream_id_bytes_max, 'i'),
             .answered = true,
             .tokens = {most, most, most, most, most, most, most, most},
             .estimated = true,
             .rates = Rates{rate, rate, rate, rate, rate},
             .regional_increase = {10'000}});
    }
    return entry;
}

TEST(Record, of_the_fullest_entry_takes_almost_exactly_the_room_that_is_reserved) {
    for (const std::size_t attempts : {std::size_t{0}, std::size_t{1}, std::size_t{3}, attempts_max}) {
        const Entry entry = fullest_entry(attempts);
        const std::size_t reserved = reserved_for(entry, attempts);
        const std::size_t written = close_bytes(entry).size();
        EXPECT_LE(written, reserved);
        EXPECT_LT(reserved - written, 64u) << "less than the attempt in the open record: " << attempts;
        EXPECT_LE(reserved, journal_payload_bytes_max);
    }
    const AttemptRecord attempt{std::string(request_id_bytes_max, 'r'), fullest_entry(1).attempts[0]};
    EXPECT_EQ(attempt_bytes(attempt).size(), attempt_bytes_max({&attempt.attempt.target, 1}));
}

TEST(Record, holds_no_more_attempts_than_there_may_be) {
    const Entry entry = fullest_entry(attempts_max + 1);
    const auto read = std::get<Entry>(decode_record(close_bytes(entry)).value());
    EXPECT_EQ(read.attempts.size(), attempts_max);
    EXPECT_LE(close_bytes(entry).size(), reserved_for(entry, attempts_max + 1));
}

TEST(Record, whose_attempts_share_a_number_is_refused) {
    Entry entry = sample_entry();
    entry.attempts[1].number = entry.attempts[0].number;
    EXPECT_EQ(refusal_of(close_bytes(entry)), "ledger record: damaged, or written by a newer version");
}

}  // namespace
}  // namespace parley::ledger
