// query.hpp: the fields of a query, "by=day&since=2026-11-01", decoded. Strict where a lenient reader would guess.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace parley::http {

struct QueryField {
    std::string name;
    std::string value;

    bool operator==(const QueryField&) const = default;
};

inline constexpr std::size_t query_fields_max = 32;

/// In their order, twins included. '+' is a space; an empty piece between two '&' is no field.
///
/// Errors  ErrorKind::bad_request: a '%' without two hexadecimal digits, a control character, more than query_fields_max fields.
/// Source  WHATWG URL, 5.1 (application/x-www-form-urlencoded parsing), which forgives the first two.
Result<std::vector<QueryField>> parse_query(std::string_view query);

}  // namespace parley::http
