// name_table.hpp: a closed set of member names, known when the program is built. Which of them a key is costs a hash of
// four bytes and one comparison, however many there are.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/same_bytes.hpp"
#include "json/document.hpp"
#include "json/write.hpp"

namespace parley::json {

/// `count` distinct names, none of them empty. Their order gives each its place, from 0.
template <std::size_t count>
class NameTable {
  public:
    static_assert(count > 0 && count < 0xff);

    consteval explicit NameTable(const std::array<std::string_view, count>& names) : names_(names) {
        slots_.fill(nothing);
        for (std::size_t at = 0; at < count; ++at) {
            std::size_t slot = slot_of(names[at]);
            while (slots_[slot] != nothing) slot = (slot + 1) % slot_count;
            slots_[slot] = static_cast<std::uint8_t>(at);
        }
    }

    /// The place of the name, or `count` when it is none of them.
    constexpr std::size_t place(std::string_view name) const {
        if (name.empty()) return count;
        for (std::size_t slot = slot_of(name); slots_[slot] != nothing; slot = (slot + 1) % slot_count) {
            if (same_bytes(names_[slots_[slot]], name)) return slots_[slot];
        }
        return count;
    }

    /// The same for a key as it stands in a text, perhaps escaped.
    std::size_t place(Value key) const { return key.has_escapes() ? place_of_escaped(key.escaped()) : place(key.escaped()); }

    /// The place of the name that the inside of a JSON string spells.
    std::size_t place_of_escaped(std::string_view escaped) const {
        std::string name;
        append_unescaped(name, escaped);
        return place(name);
    }

    bool knows(Value key) const { return place(key) < count; }

  private:
    static constexpr std::uint8_t nothing = 0xff;
    static constexpr std::size_t slot_count = 4 * std::bit_ceil(count);  // mostly empty, so that few strangers are compared

    static constexpr std::size_t slot_of(std::string_view name) {
        const auto byte = [&](std::size_t at) { return std::uint32_t{static_cast<unsigned char>(name[at])}; };
        const std::uint32_t mixed = static_cast<std::uint32_t>(name.size()) ^ byte(0) << 8 ^ byte(name.size() / 2) << 16 ^
                                    byte(name.size() - 1) << 24;
        return (mixed * 0x9e3779b1) >> (32 - std::bit_width(slot_count - 1));
    }

    std::array<std::string_view, count> names_;
    std::array<std::uint8_t, slot_count> slots_{};  // open addressing: a name stands at its slot or behind it
};

template <std::size_t count>
NameTable(const std::array<std::string_view, count>&) -> NameTable<count>;

}  // namespace parley::json
