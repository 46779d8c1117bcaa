// check_bytes.hpp: values of rows as the bytes that a check is made from (row_check.hpp): the same for a value that is stored and for
// the column that gives it back, and different for any two.
//
// They stand in no database, but checks made from them do: the form never changes. Each value has a byte in front that says what it
// is: nothing, a number of so many bytes (0 to 8, the lowest first), a text whose length follows as a number, or what no column of
// ours ever holds.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/row_check.hpp"
#include "store/statement.hpp"

namespace parley::ledger {

class CheckBytes {
  public:
    void clear() { size_ = 0; }
    std::string_view view() const { return {bytes_.data(), size_}; }
    RowCheck check() const { return row_check(view()); }

    template <class... Values>
    void add(const Values&... values) {
        char* at = room_for((bytes_most(values) + ... + 0));
        ((at = put(at, values)), ...);
        size_ = static_cast<std::size_t>(at - bytes_.data());
    }
    /// Columns from `first` to the one before `end`.
    void add_columns(const store::Statement& row, int first, int end);

  private:
    static constexpr char null_tag = 0x00;
    static constexpr char number_tag = 0x10;  // and how many bytes
    static constexpr char text_tag = 0x20;
    static constexpr char other_tag = 0x30;
    static_assert(std::endian::native == std::endian::little, "a number is copied as it lies in memory");

    /// Bytes under a tag that are none of these.
    struct Other {
        std::string_view bytes;
    };

    template <std::integral Number>
    static constexpr std::size_t bytes_most(Number) {
        return 1 + sizeof(std::uint64_t);
    }
    static std::size_t bytes_most(std::string_view text) { return 1 + bytes_most(text.size()) + text.size(); }
    static std::size_t bytes_most(Other other) { return bytes_most(other.bytes); }
    static std::size_t bytes_most(std::nullopt_t) { return 1; }
    template <class Value>
    static std::size_t bytes_most(const std::optional<Value>& value) {
        return value ? bytes_most(*value) : 1;
    }

    // Each returns where the next value goes.
    template <std::integral Number>
    static char* put(char* at, Number value) {
        const auto number = static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
        const auto bytes = (static_cast<std::size_t>(std::bit_width(number)) + 7) / 8;
        *at++ = static_cast<char>(number_tag + static_cast<char>(bytes));
        std::memcpy(at, &number, sizeof number);  // room is there for all of them
        return at + bytes;
    }
    static char* put_bytes(char* at, char tag, std::string_view bytes) {
        *at++ = tag;
        at = put(at, bytes.size());
        return at + bytes.copy(at, bytes.size());
    }
    static char* put(char* at, std::string_view text) { return put_bytes(at, text_tag, text); }
    static char* put(char* at, Other other) { return put_bytes(at, other_tag, other.bytes); }
    static char* put(char* at, std::nullopt_t) {
        *at = null_tag;
        return at + 1;
    }
    template <class Value>
    static char* put(char* at, const std::optional<Value>& value) {
        return value ? put(at, *value) : put(at, std::nullopt);
    }

    char* room_for(std::size_t bytes) {
        if (bytes_.size() - size_ < bytes) bytes_.resize(2 * bytes_.size() + bytes);
        return bytes_.data() + size_;
    }

    std::string bytes_ = std::string(512, '\0');  // those behind size_ are left over
    std::size_t size_ = 0;
};

}  // namespace parley::ledger
