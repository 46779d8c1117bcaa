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
    return detail::kind_of_first_byte[static_cast<unsigned char>(document_->text()[node().begin])];
}

inline std::string_view Value::raw() const {
    if (!*this) return {};
    return {document_->text().data() + node().begin, node().end - node().begin};
}

inline std::size_t Value::begin() const { return *this ? node().begin : 0; }

inline std::size_t Value::end() const { return *this ? node().end : 0; }

inline std::string_view Value::escaped() const {
    if (!is(Kind::string)) return {};
    return {document_->text().data() + node().begin + 1, node().end - node().begin - 2};
}

inline bool Value::has_escapes() const { return is(Kind::string) && node().size > 0; }

inline bool Value::equals(std::string_view text) const {
    if (!is(Kind::string)) return false;
    if (node().size > 0) return equals_unescaped(text);
    return same_bytes(escaped(), text);
}

template <class Look>
void Value::for_each_key(Look look) const {
    if (!is(Kind::object)) return;
    const Document::Node* const nodes = document_->nodes().data();
    const char* const text = document_->text().data();
    const std::uint32_t past = nodes[index_].next;
    for (std::uint32_t key = index_ + 1; key != past; key = nodes[key + 1].next) {
        const Document::Node& at = nodes[key];
        look(std::string_view(text + at.begin + 1, at.end - at.begin - 2), at.size, Value(*document_, key + 1));
    }
}

inline std::size_t Value::size() const { return is(Kind::array) || is(Kind::object) ? node().size : 0; }

inline Value::Elements Value::elements() const {
    if (!is(Kind::array)) return {Value(), Value()};
    return {Value(*document_, index_ + 1), Value(*document_, node().next)};
}

inline Value::Members Value::members() const {
    if (!is(Kind::object)) return {Value(), Value()};
    return {Value(*document_, index_ + 1), Value(*document_, node().next)};
}

}  // namespace parley::json
