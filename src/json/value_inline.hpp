// value_inline.hpp: the reads that a request makes by the hundred, small enough to disappear where they are used. Included
// by document.hpp, which declares Value; include that instead.
#pragma once

#include <array>

#include "base/same_bytes.hpp"
#include "json/document.hpp"

namespace parley::json {
namespace detail {

// What a value's first byte says about it, once the grammar has been checked.
inline constexpr std::array<Kind, 256> kind_of_first_byte = [] {
    std::array<Kind, 256> kinds{};
    kinds.fill(Kind::number);
    kinds['"'] = Kind::string;
    kinds['{'] = Kind::object;
    kinds['['] = Kind::array;
    kinds['t'] = Kind::boolean;
    kinds['f'] = Kind::boolean;
    kinds['n'] = Kind::null;
    return kinds;
}();

}  // namespace detail

inline Kind Value::kind() const {
    if (!*this) return Kind::null;
    return detail::kind_of_first_byte[static_cast<unsigned char>(text_[node_->begin])];
}

inline std::string_view Value::raw() const {
    if (!*this) return {};
    return {text_ + node_->begin, node_->end - node_->begin};
}

inline std::size_t Value::begin() const { return *this ? node_->begin : 0; }

inline std::size_t Value::end() const { return *this ? node_->end : 0; }

inline std::string_view Value::escaped() const {
    if (!is(Kind::string)) return {};
    return {text_ + node_->begin + 1, node_->end - node_->begin - 2};
}

inline bool Value::has_escapes() const { return is(Kind::string) && node_->size > 0; }

inline bool Value::equals(std::string_view text) const {
    if (!is(Kind::string)) return false;
    if (node_->size > 0) return equals_unescaped(text);
    return same_bytes({text_ + node_->begin + 1, node_->end - node_->begin - 2}, text);
}

inline std::size_t Value::size() const { return is(Kind::array) || is(Kind::object) ? node_->size : 0; }

inline Value::Elements Value::elements() const {
    if (!is(Kind::array)) return {Value(), Value()};
    return {Value(node_ + 1, text_), Value(node_ + node_->span, text_)};
}

inline Value::Members Value::members() const {
    if (!is(Kind::object)) return {Value(), Value()};
    return {Value(node_ + 1, text_), Value(node_ + node_->span, text_)};
}

}  // namespace parley::json
