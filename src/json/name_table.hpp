// name_table.hpp: a closed set of names, known when the program is built. Which of them a name is costs its hash, which those of
// members bring along, and one comparison, however many there are.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/same_bytes.hpp"
#include "json/document.hpp"
#include "json/name_hash.hpp"

namespace parley::json {

/// `count` distinct names. Their order gives each its place, from 0.
template <std::size_t count>
class NameTable {
  public:
    static_assert(count > 0 && count < 0xff);

    consteval explicit NameTable(const std::array<std::string_view, count>& names) : names_(names) {
        slots_.fill(nothing);
        for (std::size_t at = 0; at < count; ++at) {
            std::size_t slot = slot_of(name_hash(names[at]));
            while (slots_[slot] != nothing) slot = (slot + 1) % slot_count;
            slots_[slot] = static_cast<std::uint8_t>(at);
        }
    }

    /// The place of the name, or `count` when it is none of them.
    constexpr std::size_t place(std::string_view name) const { return place(name, name_hash(name)); }
    /// Of the name that a JSON string spells, or the name of a member.
    std::size_t place(Value text) const { return text.has_escapes() ? place(text.string()) : place(text.escaped()); }
    /// A key that is read out of line is a copy: the member itself stays in registers.
    std::size_t place(const Member& member) const {
        return member.is_escaped() ? place(Value(member.key).string()) : place(member.name(), member.name_hash());
    }

    bool knows(Value text) const { return place(text) < count; }
    bool knows(const Member& member) const { return place(member) < count; }

  private:
    static constexpr std::uint8_t nothing = 0xff;
    static constexpr std::size_t slot_count = 4 * std::bit_ceil(count);  // mostly empty, so that few strangers are compared

    static constexpr std::size_t slot_of(std::uint32_t hash) { return hash >> (32 - std::bit_width(slot_count - 1)); }

    constexpr std::size_t place(std::string_view name, std::uint32_t hash) const {
        for (std::size_t slot = slot_of(hash); slots_[slot] != nothing; slot = (slot + 1) % slot_count) {
            if (same_bytes(names_[slots_[slot]], name)) return slots_[slot];
        }
        return count;
    }

    std::array<std::string_view, count> names_;
    std::array<std::uint8_t, slot_count> slots_{};  // open addressing: a name stands at its slot or behind it
};

template <std::size_t count>
NameTable(const std::array<std::string_view, count>&) -> NameTable<count>;

}  // namespace parley::json
