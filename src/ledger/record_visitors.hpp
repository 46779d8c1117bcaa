// record_visitors.hpp: the four that visit the fields of record_fields.hpp.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/entry.hpp"
#include "ledger/record_bytes.hpp"

namespace parley::ledger {

class WritingVisitor {
  public:
    explicit WritingVisitor(FieldWriter& bytes) : bytes_(bytes) {}

    /// A negative number, which no field of ours means, is written as 0.
    void number(std::integral auto value, std::uint64_t most) {
        bytes_.number(std::cmp_less(value, 0) ? 0 : static_cast<std::uint64_t>(value), most);
    }
    void text(std::string_view value, std::size_t bytes_max) { bytes_.text(value, bytes_max); }
    void flag(bool value) { bytes_.number(value, 1); }
    void duration(Microseconds value) { number(value.count(), quantity_most); }
    template <class Enum>
    void word(Enum value, Enum count) {
        bytes_.number(static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(count) - 1);
    }
    template <class Value>
    bool present(const std::optional<Value>& value) {
        flag(value.has_value());
        return value.has_value();
    }

  private:
    FieldWriter& bytes_;
};

class ReadingVisitor {
  public:
    explicit ReadingVisitor(FieldReader& bytes) : bytes_(bytes) {}

    template <std::integral Number>
    void number(Number& field, std::uint64_t most) {
        field = static_cast<Number>(bytes_.number(most));
    }
    void text(std::string& field, std::size_t bytes_max) { field = bytes_.text(bytes_max); }
    void flag(bool& field) { field = bytes_.number(1) != 0; }
    void duration(Microseconds& field) { field = Microseconds(static_cast<Microseconds::rep>(bytes_.number(quantity_most))); }
    template <class Enum>
    void word(Enum& field, Enum count) {
        field = static_cast<Enum>(bytes_.number(static_cast<std::uint64_t>(count) - 1));
    }
    template <class Value>
    bool present(std::optional<Value>& field) {
        bool follows = false;
        flag(follows);
        field.reset();  // of an earlier use
        if (follows) field.emplace();
        return follows;
    }

  private:
    FieldReader& bytes_;
};

/// Reads nothing into the value: only whether its fields are there, each within its bounds.
class SkippingVisitor {
  public:
    explicit SkippingVisitor(FieldReader& bytes) : bytes_(bytes) {}

    void number(std::integral auto, std::uint64_t most) { bytes_.number(most); }
    void text(std::string_view, std::size_t bytes_max) { bytes_.text(bytes_max); }
    void flag(bool) { bytes_.number(1); }
    void duration(Microseconds) { bytes_.number(quantity_most); }
    template <class Enum>
    void word(Enum, Enum count) {
        bytes_.number(static_cast<std::uint64_t>(count) - 1);
    }
    template <class Value>
    bool present(const std::optional<Value>&) {
        return bytes_.number(1) != 0;
    }

  private:
    FieldReader& bytes_;
};

/// Counts the bytes that a value can take at most: numbers by what they may become, texts as they are. Visit a value whose
/// optionals are all there.
class MeasuringVisitor {
  public:
    void number(std::integral auto, std::uint64_t most) { bytes_ += number_bytes(most); }
    void text(std::string_view value, std::size_t bytes_max) { bytes_ += number_bytes(bytes_max) + std::min(value.size(), bytes_max); }
    void flag(bool) { bytes_ += number_bytes(1); }
    void duration(Microseconds) { bytes_ += number_bytes(quantity_most); }
    template <class Enum>
    void word(Enum, Enum count) {
        bytes_ += number_bytes(static_cast<std::uint64_t>(count) - 1);
    }
    template <class Value>
    bool present(const std::optional<Value>&) {
        flag(true);
        return true;
    }

    std::size_t bytes() const { return bytes_; }

  private:
    std::size_t bytes_ = 0;
};

}  // namespace parley::ledger
