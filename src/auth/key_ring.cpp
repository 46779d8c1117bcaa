#include "auth/key_ring.hpp"

#include <atomic>
#include <cassert>
#include <cstring>

#include "auth/api_key.hpp"
#include "auth/authorization_field.hpp"

namespace parley::auth {
namespace {

Error refusal(std::string message) {
    return Error{
        .kind = ErrorKind::unauthenticated, .source = ErrorSource::downstream, .message = std::move(message), .code = "invalid_api_key"};
}

Error missing_key() {
    return refusal("Your account does not have access to LLM Gateway: no API key was shown. Show one, or upgrade your account.");
}

Error wrong_key() { return refusal("Authentication error, API token missing/invalid"); }

// A 401 would tell somebody with a good key to give it up.
Error uncheckable_key() {
    return Error{.kind = ErrorKind::not_ready,
                 .source = ErrorSource::gateway,
                 .message = "the keys of the store cannot be read at the moment: try again later"};
}

bool looks_stored(std::string_view key) { return key.starts_with(api_key_prefix); }

/// All ones when both are the same, else 0, by arithmetic that takes as long for either.
std::uint32_t mask_when_same(const Digest& one, const Digest& other) {
    std::array<std::uint64_t, 4> a, b;
    static_assert(sizeof a == sizeof(Digest));
    std::memcpy(a.data(), one.data(), sizeof a);
    std::memcpy(b.data(), other.data(), sizeof b);
    const std::uint64_t difference = (a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]);
    const std::uint64_t differs = (difference | (0 - difference)) >> 63;
    return static_cast<std::uint32_t>(differs - 1);
}

std::uint64_t next_generation() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace

KeyRing::KeyRing(const std::vector<ConfiguredKey>& keys, std::string_view pepper) : KeyRing(keys, {}, pepper) {}

KeyRing::KeyRing(const std::vector<ConfiguredKey>& configured, const std::vector<StoredKey>& stored, std::string_view pepper,
                 WallClock clock, Stored known)
    : digest_(pepper), clock_(clock), stored_(known), generation_(next_generation()) {
    std::vector<Digest> digests;
    for (const ConfiguredKey& key : configured) {
        assert(!key.secret.empty());
        principals_.push_back({.key_name = key.name, .account = key.account, .requests_per_minute = key.requests_per_minute});
        digests.push_back(digest_.of(key.secret.reveal()));
    }
    for (const StoredKey& key : stored) {
        principals_.push_back(principal_of(key));
        digests.push_back(key.digest);
    }
    std::size_t bucket_count = 1;
    while (!fill(digests, bucket_count)) bucket_count *= 2;
}

/// False when more keys meet in one bucket than it has slots.
bool KeyRing::fill(const std::vector<Digest>& digests, std::size_t bucket_count) {
    slots_.assign(bucket_count * slots_per_bucket, Slot{});
    for (std::uint32_t index = 0; index < digests.size(); ++index) {
        Slot* slot = &slots_[bucket_of(digests[index]) * slots_per_bucket];
        Slot* const end = slot + slots_per_bucket;
        while (slot != end && slot->owner != nobody && slot->digest != digests[index]) ++slot;
        if (slot == end) return false;
        if (slot->owner == nobody) *slot = {digests[index], index + 1};
    }
    return true;
}

std::size_t KeyRing::bucket_of(const Digest& digest) const {
    std::uint64_t front = 0;
    std::memcpy(&front, digest.data(), sizeof front);
    return front & (slots_.size() / slots_per_bucket - 1);
}

std::uint32_t KeyRing::find(const Digest& digest) const {
    const Slot* bucket = &slots_[bucket_of(digest) * slots_per_bucket];
    std::uint32_t owner = nobody;
    for (std::size_t i = 0; i < slots_per_bucket; ++i) {
        owner |= bucket[i].owner & mask_when_same(bucket[i].digest, digest);  // no branch tells which slot it was
    }
    return owner;
}

Result<const Principal*> KeyRing::identify(std::string_view authorization_field) const {
    const std::string_view key = key_in(authorization_field);
    if (key.empty()) return missing_key();
    if (key.size() > key_bytes_max) return wrong_key();
    const std::uint32_t owner = find(digest_.of(key));
    if (owner == nobody) return stored_ == Stored::unknown && looks_stored(key) ? uncheckable_key() : wrong_key();
    const Principal& who = principals_[owner - 1];
    if (who.expires && *who.expires <= clock_()) return wrong_key();
    return &who;
}

}  // namespace parley::auth
