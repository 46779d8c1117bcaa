// wrong_keys.hpp: how many wrong keys each address has shown lately.
//
// Guessing a key of 256 bits is hopeless at any speed; this is for keys that somebody made up, and for whoever hammers on the door.
// Only those who show a wrong key are ever counted or held up: callers behind the same address who have a key notice nothing.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/deadline.hpp"
#include "base/sip_hash.hpp"

namespace parley::auth {

/// Windows follow one another at this distance, whether or not anything happens in them.
inline constexpr std::chrono::seconds wrong_keys_window{60};

/// Counts in a table of constant size: addresses that fall on the same place are counted together. Thread-safe, without locks.
class WrongKeys {
  public:
    /// 128 KiB, however many addresses there are.
    static constexpr std::size_t places = 16'384;

    explicit WrongKeys(SipSeed seed = random_sip_seed()) : seed_(seed) {}

    /// One more wrong key. Nullopt while there were at most `limit` in this window; then the seconds until it ends, 1 to 60.
    ///
    /// address  in digits. Of IPv6 the first 64 bits count: the rest is the caller's to choose (RFC 4291, 2.5.4).
    std::optional<std::chrono::seconds> count(std::string_view address, std::uint32_t limit, TimePoint now);

  private:
    std::size_t place_of(std::string_view address) const;

    SipSeed seed_;                                             // nobody can aim at another's place
    std::array<std::atomic<std::uint64_t>, places> counts_{};  // the window's number, then how many
};

}  // namespace parley::auth
