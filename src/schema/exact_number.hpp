// exact_number.hpp: a JSON number as it is written, compared without rounding.
//
// 1, 1.0 and 10e-1 are one number; 0.1 is not the double nearest to it, and an identifier of thirty digits keeps the last of them.
// Source: JSON Schema 2020-12, Core, section 4.2.2 (equality), and Validation, section 6.2 (bounds and multiples).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::schema {

class ExactNumber {
  public:
    /// The text of a number that was validated as JSON. An exponent beyond any use is taken for the largest that there is.
    explicit ExactNumber(std::string_view text);

    bool is_integer() const { return digits_.empty() || exponent_ >= 0; }
    bool is_positive() const { return !digits_.empty() && !negative_; }
    /// Whether a whole number of `divisor`s makes this number. The divisor is positive and passes can_divide().
    bool is_multiple_of(const ExactNumber& divisor) const;
    /// More digits than this are not divided by.
    bool can_divide() const { return digits_.size() <= divisor_digits_max; }
    static constexpr std::size_t divisor_digits_max = 18;

    /// The one way to write this number.
    std::string canonical() const;

    std::strong_ordering operator<=>(const ExactNumber& other) const;
    bool operator==(const ExactNumber& other) const = default;

  private:
    std::strong_ordering compare_magnitude(const ExactNumber& other) const;

    std::string digits_;         // without zeros at either end; empty: the number is 0
    std::int64_t exponent_ = 0;  // of ten, for the last of the digits
    bool negative_ = false;
};

}  // namespace parley::schema
