#include "schema/exact_number.hpp"

#include <algorithm>
#include <charconv>

namespace parley::schema {
namespace {

constexpr std::int64_t exponent_max = 1'000'000'000;

std::int64_t read_exponent(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc()) return text.starts_with('-') ? -exponent_max : exponent_max;
    return std::clamp(value, -exponent_max, exponent_max);
}

std::uint64_t multiply(std::uint64_t one, std::uint64_t other, std::uint64_t modulus) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(Wide{one} * other % modulus);
}

std::uint64_t power_of_ten(std::uint64_t exponent, std::uint64_t modulus) {
    std::uint64_t result = 1 % modulus;
    std::uint64_t square = 10 % modulus;
    for (; exponent != 0; exponent /= 2) {
        if (exponent % 2 == 1) result = multiply(result, square, modulus);
        square = multiply(square, square, modulus);
    }
    return result;
}

std::uint64_t remainder(std::string_view digits, std::uint64_t modulus) {
    std::uint64_t rest = 0;
    for (const char digit : digits) rest = (multiply(rest, 10, modulus) + static_cast<std::uint64_t>(digit - '0')) % modulus;
    return rest;
}

}  // namespace

ExactNumber::ExactNumber(std::string_view text) {
    negative_ = text.starts_with('-');
    if (negative_) text.remove_prefix(1);
    const std::size_t mark = text.find_first_of("eE");
    if (mark != std::string_view::npos) exponent_ = read_exponent(text.substr(mark + 1));
    const std::string_view mantissa = text.substr(0, mark);
    const std::size_t point = mantissa.find('.');
    digits_ = mantissa.substr(0, point);
    if (point != std::string_view::npos) {
        digits_ += mantissa.substr(point + 1);
        exponent_ -= static_cast<std::int64_t>(mantissa.size() - point - 1);
    }
    const std::size_t end = digits_.find_last_not_of('0') + 1;
    exponent_ += static_cast<std::int64_t>(digits_.size() - end);
    digits_.resize(end);
    digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
    if (!digits_.empty()) return;
    exponent_ = 0;
    negative_ = false;
}

/// digits * 10^exponent is a multiple where nothing of it lies behind the divisor's last digit, and the rest is none.
bool ExactNumber::is_multiple_of(const ExactNumber& divisor) const {
    if (digits_.empty()) return true;
    if (exponent_ < divisor.exponent_) return false;
    std::uint64_t modulus = 0;
    std::from_chars(divisor.digits_.data(), divisor.digits_.data() + divisor.digits_.size(), modulus);
    const auto shift = static_cast<std::uint64_t>(exponent_ - divisor.exponent_);
    return multiply(remainder(digits_, modulus), power_of_ten(shift, modulus), modulus) == 0;
}

std::string ExactNumber::canonical() const {
    if (digits_.empty()) return "0";
    std::string text = negative_ ? "-" : "";
    text += digits_;
    if (exponent_ != 0) text += 'e' + std::to_string(exponent_);
    return text;
}

std::strong_ordering ExactNumber::compare_magnitude(const ExactNumber& other) const {
    if (digits_.empty() || other.digits_.empty()) return other.digits_.empty() <=> digits_.empty();
    const std::int64_t places = exponent_ + static_cast<std::int64_t>(digits_.size());
    const std::int64_t other_places = other.exponent_ + static_cast<std::int64_t>(other.digits_.size());
    if (places != other_places) return places <=> other_places;
    return digits_.compare(other.digits_) <=> 0;  // both begin with a digit of the same worth, and neither ends with a zero
}

std::strong_ordering ExactNumber::operator<=>(const ExactNumber& other) const {
    if (negative_ != other.negative_) return negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
    return negative_ ? other.compare_magnitude(*this) : compare_magnitude(other);
}

}  // namespace parley::schema
