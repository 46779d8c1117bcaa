#include "json/duplicate_keys.hpp"

#include <bit>

#include "base/sip_hash.hpp"
#include "json/write.hpp"

namespace parley::json {
namespace {

// Once for the process: which keys collide must not be found out by asking twice, and no answer depends on it.
const SipSeed& process_seed() {
    static const SipSeed seed = random_sip_seed();
    return seed;
}

bool same_key(Value one, Value other) {
    if (!one.has_escapes()) return other.equals(one.escaped());
    if (!other.has_escapes()) return one.equals(other.escaped());
    return one.string() == other.string();
}

}  // namespace

std::optional<std::uint32_t> find_duplicate_key(const Document& document, std::uint32_t object) {
    const Document::Node* const nodes = document.nodes().data();
    const std::uint32_t past = object + nodes[object].span;
    KeyTable table(document, nodes[object].size);
    for (std::uint32_t key = object + 1; key != past; key += 1 + nodes[key + 1].span) {
        if (!table.insert(key)) return key;
    }
    return std::nullopt;
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
