// value_bytes.hpp: values of a row as bytes from which a check can be made: the same for a value that is bound and for the column that
// gives it back, and different for any two values.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::store {

void append_null(std::string& out);
void append_integer(std::string& out, std::int64_t number);
void append_text(std::string& out, std::string_view text);

inline void append_value(std::string& out, std::string_view text) { append_text(out, text); }
template <std::integral Number>
void append_value(std::string& out, Number number) {
    append_integer(out, static_cast<std::int64_t>(number));
}
template <class Value>
void append_value(std::string& out, const std::optional<Value>& value) {
    value ? append_value(out, *value) : append_null(out);
}

}  // namespace parley::store
