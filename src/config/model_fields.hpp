// model_fields.hpp: the kinds of Field that only models have: prices, dates, percentages, and lists of known words.
#pragma once

#include <span>

#include "base/calendar_date.hpp"
#include "base/enum_set.hpp"
#include "base/money.hpp"
#include "config/field_types.hpp"
#include "config/nearest_name.hpp"

namespace parley::config {

/// A price in US dollars for a million tokens, into a member that is a PricePerToken or an optional one.
template <class Into, class Price>
Field<Into> price_field(std::string_view name, Price Into::*member, std::string_view fallback, std::string_view about) {
    return {{.name = std::string(name),
             .type = "US dollars, 0 to " + print_price(price_most),
             .fallback = std::string(fallback),
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                const auto text = reader.text(node, scalar_bytes_max);
                if (!text) return;
                if (const auto price = parse_price(*text)) {
                    into.*member = *price;
                } else {
                    reader.problem(node.mark, "must be a price, 0 to " + print_price(price_most) + ", with at most six decimals",
                                   "write US dollars for a million tokens: 0.15");
                }
            }};
}

/// A number that clients are told about, in millionths, and a multiple of `step` of them. `null` and an absent one are the same.
template <class Into>
Field<Into> decimal_field(std::string_view name, std::optional<std::uint64_t> Into::*member, std::uint64_t units_most, std::uint64_t step,
                          std::string_view about) {
    const std::string type = (step == millionths_per_unit ? "whole number, 0 to " : "number, 0 to ") + std::to_string(units_most);
    return {{.name = std::string(name), .type = type, .fallback = "not stated", .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (node.kind == Node::Kind::nothing) return;
                const auto text = reader.text(node, scalar_bytes_max);
                if (!text) return;
                const auto value = parse_millionths(*text, units_most * millionths_per_unit);
                if (value && *value % step == 0) {
                    into.*member = *value;
                } else {
                    reader.problem(node.mark, "must be a " + type);
                }
            }};
}

/// A percentage up to 100 %, with up to two decimals: 10%, 2.5%.
template <class Into>
Field<Into> percent_field(std::string_view name, BasisPoints Into::*member, std::string_view about) {
    return {{.name = std::string(name), .type = "percentage, 0% to 100%", .fallback = "0%", .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                constexpr std::uint64_t millionths_per_basis_point = millionths_per_unit / 100;
                const auto text = reader.text(node, scalar_bytes_max);
                if (!text) return;
                const bool has_sign = text->ends_with('%');
                const auto value = parse_millionths(std::string_view(*text).substr(0, text->size() - has_sign), 100 * millionths_per_unit);
                if (has_sign && value && *value % millionths_per_basis_point == 0) {
                    into.*member = BasisPoints{static_cast<std::uint32_t>(*value / millionths_per_basis_point)};
                } else {
                    reader.problem(node.mark, "must be a percentage, 0% to 100%, with at most two decimals", "write the sign too: 10%");
                }
            }};
}

template <class Into>
Field<Into> date_field(std::string_view name, std::int64_t Into::*member, std::string_view about) {
    return {{.name = std::string(name), .type = "date", .fallback = "none", .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                const auto text = reader.text(node, scalar_bytes_max);
                if (!text) return;
                if (const auto date = parse_date(*text)) {
                    into.*member = *date;
                } else {
                    reader.problem(node.mark, "must be a day that exists, from 1970 on", "write year, month and day: 2026-04-20");
                }
            }};
}

/// A list of words out of a closed list, at least one, each once. What the member held before is replaced.
///
/// find  from a word to its enumerator, or nothing; names  every word there is.
template <class Into, class Enum>
Field<Into> words_field(std::string_view name, EnumSet<Enum> Into::*member, std::optional<Enum> (*find)(std::string_view),
                        std::span<const std::string_view> names, std::string_view fallback, std::string_view about) {
    const std::vector<std::string> known(names.begin(), names.end());
    return {{.name = std::string(name),
             .type = "list of words",
             .fallback = std::string(fallback),
             .about = std::string(about) + " One or more of `" + joined(known, "`, `") + "`."},
            [=](Reader& reader, const Node& node, Into& into) {
                if (!reader.expect(node, Node::Kind::sequence)) return;
                if (node.items.empty()) reader.problem(node.mark, "must have at least one entry");
                into.*member = {};
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Step step = reader.at(i);
                    const auto word = reader.text(node.items[i], scalar_bytes_max);
                    if (!word) continue;
                    const std::optional<Enum> found = find(*word);
                    if (!found) {
                        const auto nearest = nearest_name(*word, known);
                        reader.problem(node.items[i].mark, "is no known word",
                                       nearest ? "did you mean '" + *nearest + "'?" : "known are " + joined(known, ", "));
                    } else if ((into.*member).contains(*found)) {
                        reader.problem(node.items[i].mark, "stands here twice");
                    } else {
                        (into.*member).insert(*found);
                    }
                }
            }};
}

}  // namespace parley::config
