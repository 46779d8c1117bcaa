// recent_keys.hpp: what one thread has lately found out about the keys that it was shown.
//
// A caller shows the same key with every request. Looking it up costs an HMAC, which is there for keys at rest; recognising
// it again costs a SipHash. What is kept is a tag of 128 bits under a seed of this thread, never the key; only keys that
// were accepted, and only for the ring that accepted them, so that a revoked key is gone with its ring. A key that expires is
// looked up every time: it needs the clock.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "auth/key_ring.hpp"
#include "base/sip_hash.hpp"

namespace parley::auth {

/// Not thread-safe: one for each thread.
class RecentKeys {
  public:
    /// Keys remembered at once; one more takes the place of another.
    static constexpr std::size_t keys_max = 64;

    /// ring.identify(), faster for a key that was accepted before.
    Result<const Principal*> identify(const KeyRing& ring, std::string_view authorization_field);

  private:
    struct Accepted {
        SipTag tag;
        std::uint64_t generation = 0;  // of the ring; 0: free
        const Principal* who = nullptr;
    };
    SipSeed seed_ = random_sip_seed();
    std::array<Accepted, keys_max> accepted_{};  // by the tag's low bits
};

}  // namespace parley::auth
