#include "auth/wrong_keys.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <limits>
#include <string>

namespace parley::auth {
namespace {

constexpr std::size_t network_bytes = 8;         // of an IPv6 address
constexpr std::size_t mapped_prefix_bytes = 12;  // of an IPv4 address written as an IPv6 one (RFC 4291, 2.5.5.2)

/// What is counted as one caller. Text that is no IPv6 address stands for itself.
std::string network_of(std::string_view address) {
    const std::string text(address);
    in6_addr parsed{};
    if (::inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return text;
    const std::string bytes(reinterpret_cast<const char*>(&parsed), sizeof parsed);
    if (!IN6_IS_ADDR_V4MAPPED(&parsed)) return bytes.substr(0, network_bytes);
    char digits[INET_ADDRSTRLEN] = "";
    ::inet_ntop(AF_INET, bytes.data() + mapped_prefix_bytes, digits, sizeof digits);
    return digits;
}

std::uint64_t with_one_more(std::uint64_t word, std::uint32_t window) {
    constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    const bool is_new = static_cast<std::uint32_t>(word >> 32) != window;
    const std::uint32_t before = is_new ? 0 : static_cast<std::uint32_t>(word);
    return std::uint64_t{window} << 32 | (before + (before < most ? 1 : 0));
}

}  // namespace

std::size_t WrongKeys::place_of(std::string_view address) const { return sip_hash(seed_, network_of(address)) % places; }

std::optional<std::chrono::seconds> WrongKeys::count(std::string_view address, std::uint32_t limit, TimePoint now) {
    const Duration since_start = now.time_since_epoch();
    const auto window = static_cast<std::uint32_t>(since_start / wrong_keys_window);
    std::atomic<std::uint64_t>& place = counts_[place_of(address)];
    std::uint64_t before = place.load(std::memory_order_relaxed);
    while (!place.compare_exchange_weak(before, with_one_more(before, window), std::memory_order_relaxed)) {
    }
    if (static_cast<std::uint32_t>(with_one_more(before, window)) <= limit) return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(wrong_keys_window - since_start % wrong_keys_window);
}

}  // namespace parley::auth
