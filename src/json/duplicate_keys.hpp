// duplicate_keys.hpp: does an object say the same key twice?
//
// RFC 8259, 4 leaves it to the reader which of the two counts, and readers differ: whoever checks one `model` and
// forwards the other has been fooled. So no object may. Keys are compared unescaped: "model" and "mod\u0065l" are the
// same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/document.hpp"

namespace parley::json {

/// Keys of objects up to this size, if none is escaped, are compared pair by pair while the object is read; those of others
/// through a KeyTable at its end.
constexpr std::uint32_t pairwise_members_max = 16;

/// The node of the first key that repeats an earlier one. `object` is the node of a finished object that has members.
/// Linear in the bytes of the object, whoever chose the keys.
std::optional<std::uint32_t> find_duplicate_key(const Document& document, std::uint32_t object);

/// The keys of one object in a set under a keyed hash (sip_hash.hpp). At most half full: 16 to 32 bytes a key.
class KeyTable {
  public:
    /// For at most `keys_max` keys of the document, at least one.
    KeyTable(const Document& document, std::uint32_t keys_max);

    /// Inserts the key at that node; false if an equal one is there already.
    bool insert(std::uint32_t node);

    /// How many slots all insertions together have looked at: what an attacker would drive up.
    std::size_t probes() const { return probes_; }

  private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t node = 0;  // 0: free, for node 0 is never a key
    };
    std::uint32_t hash(Value key);

    const Document& document_;
    std::vector<Slot> slots_;
    std::string unescaped_;  // of one key at a time
    std::size_t probes_ = 0;
};

}  // namespace parley::json
