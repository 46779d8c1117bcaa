// enum_set.hpp: a small set of enumerators in one word.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace parley {

/// A set of the enumerators of Enum, whose values are 0 to 31.
template <class Enum>
class EnumSet {
  public:
    constexpr EnumSet() = default;
    constexpr EnumSet(std::initializer_list<Enum> members) {
        for (const Enum member : members) insert(member);
    }

    constexpr void insert(Enum member) { bits_ |= bit(member); }
    constexpr bool contains(Enum member) const { return (bits_ & bit(member)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }

    constexpr bool operator==(const EnumSet&) const = default;

  private:
    static constexpr std::uint32_t bit(Enum member) { return std::uint32_t{1} << static_cast<unsigned>(member); }
    std::uint32_t bits_ = 0;
};

}  // namespace parley
