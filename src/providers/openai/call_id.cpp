#include "providers/openai/call_id.hpp"

#include "providers/fingerprint.hpp"

namespace parley::providers::openai_dialect {
namespace {

constexpr std::string_view letters_and_digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

}  // namespace

std::string make_call_id(std::uint64_t answer_seed, std::uint32_t index, std::string_view name) {
    std::uint64_t bits = fingerprint(name, answer_seed + index);
    std::string id = "call_";
    for (int digit = 0; digit < 16; ++digit, bits >>= 4) id += letters_and_digits[bits & 0xf];
    return id;
}

bool is_short_call_id(std::string_view id) {
    return id.size() == short_call_id_bytes && id.find_first_not_of(letters_and_digits) == std::string_view::npos;
}

std::string short_call_id(std::string_view id) {
    std::uint64_t bits = fingerprint(id);
    std::string made;
    for (std::size_t i = 0; i < short_call_id_bytes; ++i, bits /= letters_and_digits.size())
        made += letters_and_digits[bits % letters_and_digits.size()];
    return made;
}

std::string cut_call_id(std::string_view id, std::size_t bytes_max) {
    const std::string made = "_" + short_call_id(id);
    const std::size_t kept = bytes_max > made.size() ? bytes_max - made.size() : 0;
    return std::string(id.substr(0, kept)) + made.substr(0, bytes_max);
}

}  // namespace parley::providers::openai_dialect
