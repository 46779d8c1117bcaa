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
        (add_one(values), ...);
    }
    /// Columns from `first` to the one before `end`.
    void add_columns(const store::Statement& row, int first, int end);

  private:
    static constexpr char null_tag = 0x00;
    static constexpr char number_tag = 0x10;  // and how many bytes
    static constexpr char text_tag = 0x20;
    static constexpr char other_tag = 0x30;
    static_assert(std::endian::native == std::endian::little, "a number is copied as it lies in memory");

    void add_tag(char tag) { *room_for(1) = tag, ++size_; }
    template <std::integral Number>
    void add_one(Number value) {
        const auto number = static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
        const auto bytes = (static_cast<std::size_t>(std::bit_width(number)) + 7) / 8;
        char* const at = room_for(1 + sizeof number);
        *at = static_cast<char>(number_tag + static_cast<char>(bytes));
        std::memcpy(at + 1, &number, sizeof number);
        size_ += 1 + bytes;
    }
    void add_one(std::string_view text) { add_bytes(text_tag, text); }
    template <class Value>
    void add_one(const std::optional<Value>& value) {
        value ? add_one(*value) : add_tag(null_tag);
    }
    void add_bytes(char tag, std::string_view bytes) {
        add_tag(tag);
        add_one(bytes.size());
        size_ += bytes.copy(room_for(bytes.size()), bytes.size());
    }
    char* room_for(std::size_t bytes) {
        if (bytes_.size() - size_ < bytes) bytes_.resize(2 * bytes_.size() + bytes);
        return bytes_.data() + size_;
    }

    std::string bytes_ = std::string(512, '\0');  // those behind size_ are left over
    std::size_t size_ = 0;
};

}  // namespace parley::ledger
