// member_table.hpp: an object's members, found in one pass and put into a struct by name.
//
//     struct Target { Value provider, model; };
//     constexpr auto target_members = member_table<Target>({{"provider", &Target::provider}, {"model", &Target::model}});
//     const Target target = target_members.read(value);   // absent Values where the object has no such member
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "json/document.hpp"
#include "json/name_table.hpp"

namespace parley::json {

template <class Into>
struct MemberEntry {
    std::string_view name;
    Value Into::*member;
};

template <class Into, std::size_t count>
class MemberTable {
  public:
    consteval explicit MemberTable(const std::array<MemberEntry<Into>, count>& entries) : names_(names_of(entries)) {
        for (std::size_t at = 0; at < count; ++at) members_[at] = entries[at].member;
    }

    /// Every member absent for what is no object.
    Into read(Value object) const {
        Into into;
        for (const Member member : object.members()) {
            const std::size_t at = names_.place(member);
            if (at < count) into.*members_[at] = member.value;
        }
        return into;
    }

    /// Whether the member's name is one of the table's.
    bool knows(const Member& member) const { return names_.knows(member); }
    bool knows(std::string_view name) const { return names_.place(name) < count; }

  private:
    static consteval std::array<std::string_view, count> names_of(const std::array<MemberEntry<Into>, count>& entries) {
        std::array<std::string_view, count> names;
        for (std::size_t at = 0; at < count; ++at) names[at] = entries[at].name;
        return names;
    }

    NameTable<count> names_;
    std::array<Value Into::*, count> members_{};
};

template <class Into, std::size_t count>
consteval auto member_table(const MemberEntry<Into> (&entries)[count]) {
    return MemberTable<Into, count>(std::to_array(entries));
}

}  // namespace parley::json
