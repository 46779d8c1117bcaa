// fields.hpp: the header fields of one message, as views into the bytes they came in.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/small_blocks.hpp"

namespace parley::http {

struct Field {
    std::string_view name;   // as sent; compare with same_token
    std::string_view value;  // without surrounding white space
};

/// `text` without spaces and tabs at either end (optional white space: RFC 9110, 5.6.3).
std::string_view without_white_space(std::string_view text);

/// ASCII case-insensitive comparison, as field names and most tokens want it (RFC 9110, 5.1).
bool same_token(std::string_view a, std::string_view b);

/// True when the comma-separated list `value` holds `token` (RFC 9110, 5.6.1), compared case-insensitively.
bool list_has(std::string_view value, std::string_view token);

/// A few dozen at most (Limits::headers_max), so a linear search beats an index.
class Fields {
  public:
    void clear() { fields_.clear(); }
    void reserve(std::size_t count) { fields_.reserve(count); }
    void add(Field field) { fields_.push_back(field); }
    std::size_t size() const { return fields_.size(); }
    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }

    /// The value of the first field of that name; an empty view with a null data() when there is none.
    std::string_view find(std::string_view name) const;
    std::size_t count(std::string_view name) const;

  private:
    std::vector<Field, SmallBlocks<Field>> fields_;
};

}  // namespace parley::http
