// key_ring.hpp: from what a caller shows to who the caller is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "auth/keyed_digest.hpp"
#include "auth/principal.hpp"
#include "auth/virtual_key.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/wall_clock.hpp"

namespace parley::auth {

/// Longer texts are not looked up: no key is, and hashing them would be work for whoever asks for it.
inline constexpr std::size_t key_bytes_max = 4096;

/// The keys that open this gateway, those of the configuration and those of the store, as digests under the pepper.
///
/// A lookup does the same work whether the key is known, nearly known or unknown: one HMAC, then every slot of one
/// bucket, compared in constant time. Which bucket that is depends on the digest, and says nothing to someone without
/// the pepper. Immutable, so safe to share between threads. Cost: about 1 us.
class KeyRing {
  public:
    /// Whether the ring was made from the keys of the store, or without them because the store could not be read.
    enum class Stored : bool { unknown, known };

    /// Names and secrets are distinct and not empty, as the configuration sees to. `pepper`: 32 to 64 bytes.
    explicit KeyRing(const std::vector<ConfiguredKey>& keys, std::string_view pepper = secure_random_bytes(32));
    /// The stored keys' digests were made under the same pepper. Where two keys are the same, the configured one wins.
    KeyRing(const std::vector<ConfiguredKey>& configured, const std::vector<StoredKey>& stored, std::string_view pepper,
            WallClock clock = unix_now, Stored known = Stored::known);

    /// Who shows this Authorization field: `<key>` or `Bearer <key>`, the scheme in any case, spaces around trimmed.
    ///
    /// Errors  ErrorKind::not_ready: it looks like a key of the store, and those are unknown.
    ///         ErrorKind::unauthenticated: nothing shown (empty, or a scheme alone), or no such key, or its time is over. The
    ///         two texts are those of the public API that Parley stands in for; neither repeats any of the field.
    /// The principal lives as long as the ring. Whoever remembers it asks the clock again where it `expires`.
    Result<const Principal*> identify(std::string_view authorization_field) const;

    std::size_t size() const { return principals_.size(); }
    /// Different for every ring that this process ever makes.
    std::uint64_t generation() const { return generation_; }

  private:
    static constexpr std::size_t slots_per_bucket = 8;
    static constexpr std::uint32_t nobody = 0;

    struct Slot {
        Digest digest{};               // zeros where there is no key
        std::uint32_t owner = nobody;  // 1 + the index of the principal
    };

    bool fill(const std::vector<Digest>& digests, std::size_t bucket_count);
    std::size_t bucket_of(const Digest& digest) const;
    std::uint32_t find(const Digest& digest) const;

    KeyedDigest digest_;
    WallClock clock_;
    Stored stored_;
    std::vector<Principal> principals_;
    std::uint64_t generation_;
    std::vector<Slot> slots_;  // buckets of slots_per_bucket, one after another; a power of two of them
};

}  // namespace parley::auth
