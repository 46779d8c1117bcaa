// violation.hpp: a place in a value, and the rule that the value breaks there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::schema {

/// Said in the schema's own words: nothing of the value is in it, neither a text nor a number, nor a name that the schema does not
/// know.
struct Violation {
    std::string path;  // `items[2].price`; empty: the whole value. A member with a name of the value's own is `*`
    std::string rule;  // "must be an integer"

    bool operator==(const Violation&) const = default;
};

/// A place on the way down into a value: small, on the stack, and written out only where something is wrong.
struct Place {
    const Place* around = nullptr;  // null: the whole value
    std::string_view name = {};     // of a member; `*` where the schema does not name it
    std::size_t index = 0;          // of an element, where there is no name

    std::string path() const {
        if (!around) return {};
        std::string path = around->path();
        if (name.empty()) return path + '[' + std::to_string(index) + ']';
        if (!path.empty()) path += '.';
        return path.append(name);
    }
};

}  // namespace parley::schema
