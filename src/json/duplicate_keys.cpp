#include "json/duplicate_keys.hpp"

#include <bit>
#include <string_view>

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

// The inside of a key without escapes.
std::string_view plain_key(const Document& document, const Node& key) {
    return {document.text().data() + key.begin + 1, key.end - key.begin - 2};
}

// One of 64 bits. Keys of different bits differ, so most keys of a small object are never compared at all.
std::uint64_t signature(std::string_view key) {
    if (key.empty()) return 1;
    const auto first = static_cast<unsigned char>(key.front());
    const auto middle = static_cast<unsigned char>(key[key.size() / 2]);
    const auto last = static_cast<unsigned char>(key.back());
    return std::uint64_t{1} << ((key.size() + 5u * first + 13u * middle + 11u * last) % 64);
}

bool stands_before(const Document& document, std::uint32_t object, std::uint32_t key, std::string_view text) {
    const Node* const nodes = document.nodes().data();
    for (std::uint32_t earlier = object + 1; earlier != key; earlier = nodes[earlier + 1].next) {
        if (plain_key(document, nodes[earlier]) == text) return true;
    }
    return false;
}

struct PairwiseResult {
    bool met_escape = false;  // then nothing is known yet
    std::optional<std::uint32_t> duplicate;
};

PairwiseResult find_duplicate_pairwise(const Document& document, std::uint32_t object) {
    const Node* const nodes = document.nodes().data();
    const std::uint32_t past = nodes[object].next;
    std::uint64_t signatures = 0;
    for (std::uint32_t key = object + 1; key != past; key = nodes[key + 1].next) {
        if (nodes[key].size > 0) return {.met_escape = true, .duplicate = std::nullopt};
        const std::string_view text = plain_key(document, nodes[key]);
        const std::uint64_t bit = signature(text);
        if ((signatures & bit) != 0 && stands_before(document, object, key, text)) return {.duplicate = key};
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
