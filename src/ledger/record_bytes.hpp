// record_bytes.hpp: the bytes under a record's fields: writing them, reading them back, and how many there can be.
//
// The visitors (record_visitors.hpp) have the same face, so that record_fields.hpp names the fields of each value once.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::ledger {

/// How many bytes a number up to `most` takes: seven bits in each.
constexpr std::size_t number_bytes(std::uint64_t most) { return most == 0 ? 1 : (static_cast<std::size_t>(std::bit_width(most)) + 6) / 7; }

inline constexpr std::size_t block_length_bytes = 4;

/// Of each byte of a number: seven bits of the number, the lowest first, and whether more follow.
inline constexpr std::uint8_t bits_of_a_byte = 0x7f;
inline constexpr std::uint8_t more_follows = 0x80;

/// Tokens, durations in microseconds, pico-dollars: far above what can be, and six bytes at most.
inline constexpr std::uint64_t quantity_most = (std::uint64_t{1} << 42) - 1;

/// The longest beginning of `text` within `bytes_max` that does not end inside a UTF-8 character.
std::string_view cut_text(std::string_view text, std::size_t bytes_max);

/// A record is forty numbers of a byte or two: they are put together on the stack, and appended by the hundred bytes.
class FieldWriter {
  public:
    explicit FieldWriter(std::string& out) : out_(out) {}
    /// Afterwards everything is in `out`.
    ~FieldWriter() { flush(); }
    FieldWriter(const FieldWriter&) = delete;
    FieldWriter& operator=(const FieldWriter&) = delete;

    /// Above `most`, `most` is written: what cannot be is not worth a reader that refuses the whole record.
    void number(std::uint64_t value, std::uint64_t most) {
        value = std::min(value, most);
        if (value > bits_of_a_byte || pending_bytes_ == pending_.size()) return longer_number(value);
        pending_[pending_bytes_++] = static_cast<char>(value);  // most numbers are one byte
    }
    void text(std::string_view value, std::size_t bytes_max) {
        if (value.empty()) return number(0, bytes_max);
        some_text(value, bytes_max);
    }

    /// The place of a block's length, and the end of what it holds.
    std::size_t begin_block();
    void end_block(std::size_t place);

  private:
    static constexpr std::size_t number_bytes_max = number_bytes(~std::uint64_t{0});

    void longer_number(std::uint64_t value);
    void some_text(std::string_view value, std::size_t bytes_max);
    void make_room(std::size_t bytes) {
        if (pending_.size() - pending_bytes_ < bytes) flush();
    }
    void flush();

    std::string& out_;
    std::array<char, 256> pending_;  // not initialised beyond pending_bytes_
    std::size_t pending_bytes_ = 0;
};

/// Once it has failed, nothing is left to be read.
class FieldReader {
  public:
    explicit FieldReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    /// 0 and failed() for a number above `most`, which is at most that of eight bytes, in a longer form than it needs, or cut short.
    std::uint64_t number(std::uint64_t most) {
        const auto first = at_end() ? more_follows : static_cast<std::uint8_t>(*at_);
        if (first > std::min<std::uint64_t>(most, bits_of_a_byte)) return longer_number(most);
        ++at_;  // most numbers are one byte
        return first;
    }
    /// Empty and failed() likewise. A view of the bytes that are read.
    std::string_view text(std::size_t bytes_max) { return take(number(bytes_max)); }
    /// What the block holds; what stands behind the fields that are read from it is left alone.
    FieldReader block();

    bool failed() const { return failed_; }
    void fail() {
        failed_ = true;
        at_ = end_;
    }
    bool at_end() const { return at_ == end_; }

  private:
    std::uint64_t longer_number(std::uint64_t most);
    std::string_view take(std::uint64_t bytes) {
        if (bytes > static_cast<std::uint64_t>(end_ - at_)) {
            fail();
            return {};
        }
        const std::string_view taken(at_, static_cast<std::size_t>(bytes));
        at_ += bytes;
        return taken;
    }

    const char* at_;
    const char* end_;
    bool failed_ = false;
};

}  // namespace parley::ledger
