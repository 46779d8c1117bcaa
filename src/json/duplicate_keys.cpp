#include "json/duplicate_keys.hpp"

#include <bit>
#include <cstring>

#include "base/sip_hash.hpp"
#include "json/write.hpp"

namespace parley::json {
namespace {

using Node = Document::Node;

// Once for the process: which keys collide must not be found out by asking twice, and no answer depends on it.
const SipSeed& process_seed() {
    static const SipSeed seed = random_sip_seed();
    return seed;
}

// One of 64 bits for the key, quotes included, that begins at `quote`. Keys of different bits differ, so most keys of a
// small object are never compared at all. Of "" every byte looked at is a quote.
std::uint64_t signature(const char* quote, std::uint32_t bytes) {
    const unsigned first = static_cast<unsigned char>(quote[1]);
    const unsigned middle = static_cast<unsigned char>(quote[bytes / 2]);
    const unsigned last = static_cast<unsigned char>(quote[bytes - 2]);
    return std::uint64_t{1} << ((bytes + first + 2 * middle + last) % 64);
}

// Lengths are compared first, which settles nearly all pairs whose bits agree.
bool stands_before(const Document& document, std::uint32_t object, std::uint32_t key) {
    const Node* const nodes = document.nodes().data();
    const char* const text = document.text().data();
    const std::uint32_t bytes = nodes[key].end - nodes[key].begin;
    for (std::uint32_t earlier = object + 1; earlier != key; earlier = nodes[earlier + 1].next) {
        const Node& at = nodes[earlier];
        if (at.end - at.begin == bytes && std::memcmp(text + at.begin, text + nodes[key].begin, bytes) == 0) return true;
    }
    return false;
}

struct PairwiseResult {
    bool met_escape = false;  // then nothing is known yet
    std::optional<std::uint32_t> duplicate;
};

PairwiseResult find_duplicate_pairwise(const Document& document, std::uint32_t object) {
    const Node* const nodes = document.nodes().data();
    const char* const text = document.text().data();
    const std::uint32_t past = nodes[object].next;
    std::uint64_t signatures = 0;
    for (std::uint32_t key = object + 1; key != past; key = nodes[key + 1].next) {
        const Node& at = nodes[key];
        if (at.size > 0) return {.met_escape = true, .duplicate = std::nullopt};
        const std::uint64_t bit = signature(text + at.begin, at.end - at.begin);
        if ((signatures & bit) != 0 && stands_before(document, object, key)) return {.duplicate = key};
        signatures |= bit;
    }
    return {};
}

std::optional<std::uint32_t> find_duplicate_by_hash(const Document& document, std::uint32_t object) {
    const NodeArray& nodes = document.nodes();
    KeyTable table(document, nodes[object].size);
    for (std::uint32_t key = object + 1; key != nodes[object].next; key = nodes[key + 1].next) {
        if (!table.insert(key)) return key;
    }
    return std::nullopt;
}

bool same_key(Value one, Value other) {
    if (!one.has_escapes()) return other.equals(one.escaped());
    if (!other.has_escapes()) return one.equals(other.escaped());
    return one.string() == other.string();
}

}  // namespace

std::optional<std::uint32_t> find_duplicate_key(const Document& document, std::uint32_t object) {
    if (document.nodes()[object].size <= pairwise_members_max) {
        const PairwiseResult pairwise = find_duplicate_pairwise(document, object);
        if (!pairwise.met_escape) return pairwise.duplicate;
    }
    return find_duplicate_by_hash(document, object);
}

KeyTable::KeyTable(const Document& document, std::uint32_t keys_max)
    : document_(document), slots_(std::bit_ceil(std::size_t{2} * keys_max)) {}

bool KeyTable::insert(std::uint32_t node) {
    const Value key(document_, node);
    const std::uint32_t hash = this->hash(key);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        ++probes_;
        Slot& slot = slots_[at];
        if (slot.node == 0) {
            slot = {.hash = hash, .node = node};
            return true;
        }
        if (slot.hash == hash && same_key(key, Value(document_, slot.node))) return false;
    }
}

std::uint32_t KeyTable::hash(Value key) {
    if (!key.has_escapes()) return static_cast<std::uint32_t>(sip_hash(process_seed(), key.escaped()));
    unescaped_.clear();
    append_unescaped(unescaped_, key.escaped());
    return static_cast<std::uint32_t>(sip_hash(process_seed(), unescaped_));
}

}  // namespace parley::json
