#include "json/duplicate_keys.hpp"

#include <array>
#include <bit>
#include <string_view>

#include "base/random.hpp"
#include "json/sip_hash.hpp"
#include "json/write.hpp"

namespace parley::json {
namespace {

using Node = Document::Node;

// Once for the process: which keys collide must not be found out by asking twice, and no answer depends on it.
const SipSeed& process_seed() {
    static const SipSeed seed{.low = random_seed(), .high = random_seed()};
    return seed;
}

bool any_key_escaped(const std::vector<Node>& nodes, std::uint32_t object) {
    for (std::uint32_t key = object + 1; key != nodes[object].next; key = nodes[key + 1].next) {
        if (nodes[key].size > 0) return true;
    }
    return false;
}

// One of 64 bits. Keys of different bits differ, so most keys of a small object are never compared at all.
std::uint64_t signature(std::string_view key) {
    if (key.empty()) return 1;
    return std::uint64_t{1} << ((key.size() + 5u * static_cast<unsigned char>(key.front()) +
                                 11u * static_cast<unsigned char>(key.back())) %
                                64);
}

std::optional<std::uint32_t> find_duplicate_pairwise(const Document& document, std::uint32_t object) {
    const std::vector<Node>& nodes = document.nodes();
    std::array<std::string_view, pairwise_members_max> earlier;
    std::size_t count = 0;
    std::uint64_t signatures = 0;
    for (std::uint32_t key = object + 1; key != nodes[object].next; key = nodes[key + 1].next) {
        const Node& node = nodes[key];
        const std::string_view text(document.text().data() + node.begin + 1, node.end - node.begin - 2);
        const std::uint64_t bit = signature(text);
        if ((signatures & bit) != 0) {
            for (std::size_t at = 0; at < count; ++at) {
                if (earlier[at] == text) return key;
            }
        }
        signatures |= bit;
        earlier[count++] = text;
    }
    return std::nullopt;
}

std::optional<std::uint32_t> find_duplicate_by_hash(const Document& document, std::uint32_t object) {
    const std::vector<Node>& nodes = document.nodes();
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
    const bool few = document.nodes()[object].size <= pairwise_members_max;
    if (few && !any_key_escaped(document.nodes(), object)) return find_duplicate_pairwise(document, object);
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
