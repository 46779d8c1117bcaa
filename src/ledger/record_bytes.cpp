#include "ledger/record_bytes.hpp"

#include <algorithm>
#include <cstring>

namespace parley::ledger {
namespace {

static_assert(std::endian::native == std::endian::little, "a block's length is copied as it lies in memory");

constexpr unsigned bits_per_byte = 7;
/// Of a number that any field may hold.
constexpr std::ptrdiff_t number_bytes_read = 8;

bool continues_character(char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0) == 0x80; }

}  // namespace

std::string_view cut_text(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && continues_character(text[end])) --end;
    // A run of continuation bytes is no UTF-8 anyway; then the limit alone counts.
    return text.substr(0, bytes_max - end < 4 ? end : bytes_max);
}

void FieldWriter::longer_number(std::uint64_t value) {
    make_room(number_bytes_max);
    char* at = pending_.data() + pending_bytes_;
    for (; value > bits_of_a_byte; value >>= bits_per_byte) *at++ = static_cast<char>(value | more_follows);
    *at++ = static_cast<char>(value);
    pending_bytes_ = static_cast<std::size_t>(at - pending_.data());
}

void FieldWriter::some_text(std::string_view value, std::size_t bytes_max) {
    const std::string_view kept = cut_text(value, bytes_max);
    number(kept.size(), bytes_max);
    make_room(kept.size());
    if (kept.size() > pending_.size()) {
        out_ += kept;
        return;
    }
    std::memcpy(pending_.data() + pending_bytes_, kept.data(), kept.size());
    pending_bytes_ += kept.size();
}

std::size_t FieldWriter::begin_block() {
    make_room(block_length_bytes);
    const std::size_t place = out_.size() + pending_bytes_;
    std::memset(pending_.data() + pending_bytes_, 0, block_length_bytes);
    pending_bytes_ += block_length_bytes;
    return place;
}

void FieldWriter::end_block(std::size_t place) {
    const auto length = static_cast<std::uint32_t>(out_.size() + pending_bytes_ - place - block_length_bytes);
    char* const at = place < out_.size() ? out_.data() + place : pending_.data() + (place - out_.size());
    std::memcpy(at, &length, sizeof length);
}

void FieldWriter::flush() {
    out_.append(pending_.data(), pending_bytes_);
    pending_bytes_ = 0;
}

std::uint64_t FieldReader::longer_number(std::uint64_t most) {
    const char* const begin = at_;
    const char* const last = begin + std::min(end_ - begin, number_bytes_read);
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const char* at = begin; at != last; shift += bits_per_byte) {
        const auto bits = static_cast<std::uint8_t>(*at++);
        value |= static_cast<std::uint64_t>(bits & bits_of_a_byte) << shift;
        if (bits >= more_follows) continue;
        const bool needlessly_long = bits == 0 && shift > 0;
        if (needlessly_long || value > most) break;
        at_ = at;
        return value;
    }
    fail();
    return 0;
}

FieldReader FieldReader::block() {
    const std::string_view head = take(block_length_bytes);
    if (failed_) return FieldReader({});
    std::uint32_t length = 0;
    std::memcpy(&length, head.data(), sizeof length);
    return FieldReader(take(length));
}

}  // namespace parley::ledger
