// plain_arithmetic.hpp: the same costs, computed as on paper: numbers of any length, digit by digit. It shares neither code nor
// method with src/ledger/cost.cpp, and cannot overflow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace parley::ledger {

/// A whole number in digits of base 10^9, the least first.
class LongNumber {
  public:
    LongNumber() = default;
    explicit LongNumber(std::uint64_t value) {
        for (; value > 0; value /= base) digits_.push_back(value % base);
    }

    LongNumber& operator+=(const LongNumber& other) {
        std::uint64_t carry = 0;
        for (std::size_t at = 0; at < other.digits_.size() || carry > 0; ++at) {
            if (at == digits_.size()) digits_.push_back(0);
            const std::uint64_t sum = digits_[at] + carry + (at < other.digits_.size() ? other.digits_[at] : 0);
            digits_[at] = sum % base;
            carry = sum / base;
        }
        return *this;
    }

    LongNumber operator*(const LongNumber& other) const {
        LongNumber product;
        product.digits_.assign(digits_.size() + other.digits_.size(), 0);
        for (std::size_t i = 0; i < digits_.size(); ++i) {
            std::uint64_t carry = 0;
            for (std::size_t j = 0; j < other.digits_.size() || carry > 0; ++j) {
                const std::uint64_t factor = j < other.digits_.size() ? other.digits_[j] : 0;
                const std::uint64_t sum = product.digits_[i + j] + digits_[i] * factor + carry;
                product.digits_[i + j] = sum % base;
                carry = sum / base;
            }
        }
        while (!product.digits_.empty() && product.digits_.back() == 0) product.digits_.pop_back();
        return product;
    }

    /// Without its last `count` decimal digits: rounded down.
    std::string text_without_last(std::size_t count) const {
        std::string text;
        for (std::size_t at = digits_.size(); at-- > 0;) {
            const std::string digit = std::to_string(digits_[at]);
            text += std::string(text.empty() ? 0 : 9 - digit.size(), '0') + digit;
        }
        if (text.size() <= count) return "0";
        return text.substr(0, text.size() - count);
    }

  private:
    static constexpr std::uint64_t base = 1'000'000'000;
    std::vector<std::uint64_t> digits_;
};

/// Whether one decimal number without leading zeros is larger than another.
inline bool is_larger(const std::string& one, const std::string& other) {
    return one.size() != other.size() ? one.size() > other.size() : one > other;
}

}  // namespace parley::ledger
