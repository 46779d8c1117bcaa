// field_types.hpp: the kinds of Field there are. Each maker takes the name, the member it fills, its bounds and what
// the reference page says; the default is the one of a default-constructed struct, so that it stands in one place only.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/field.hpp"
#include "config/quantities.hpp"

namespace parley::config {

template <class Number>
struct Bounds {
    Number least;
    Number most;
};

template <class Into, class Number>
Field<Into> count_field(std::string_view name, Number Into::*member, Bounds<std::uint64_t> bounds, std::string_view about) {
    const auto fallback = Into{}.*member;
    return {{.name = std::string(name),
             .type = "whole number, " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most),
             .fallback = std::to_string(fallback),
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                const auto value = reader.count(node, bounds.least, bounds.most);
                if (value) into.*member = static_cast<Number>(*value);
            }};
}

template <class Into>
Field<Into> flag_field(std::string_view name, bool Into::*member, std::string_view about) {
    return {{.name = std::string(name), .type = "true, false", .fallback = Into{}.*member ? "true" : "false", .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (const auto value = reader.flag(node)) into.*member = *value;
            }};
}

template <class Into>
Field<Into> size_field(std::string_view name, std::size_t Into::*member, Bounds<std::uint64_t> bounds, std::string_view about) {
    return {{.name = std::string(name),
             .type = "size, " + print_size(bounds.least) + " to " + print_size(bounds.most),
             .fallback = print_size(Into{}.*member),
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (const auto value = reader.size(node, bounds.least, bounds.most)) into.*member = *value;
            }};
}

template <class Into>
Field<Into> duration_field(std::string_view name, std::chrono::milliseconds Into::*member, Bounds<std::chrono::milliseconds> bounds,
                           std::string_view about) {
    return {{.name = std::string(name),
             .type = "duration, " + print_duration(bounds.least) + " to " + print_duration(bounds.most),
             .fallback = print_duration(Into{}.*member),
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (const auto value = reader.duration(node, bounds.least, bounds.most)) into.*member = *value;
            }};
}

/// A check of text beyond its length: returns what the text must be, or nothing when it is.
using TextCheck = std::optional<std::string> (*)(std::string_view text);

template <class Into>
Field<Into> text_field(std::string_view name, std::string Into::*member, std::size_t bytes_max, std::string_view type, TextCheck check,
                       std::string_view about) {
    return {{.name = std::string(name), .type = std::string(type), .fallback = Into{}.*member, .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                auto value = reader.text(node, bytes_max);
                if (!value) return;
                auto fault = check ? check(*value) : std::nullopt;
                if (fault) {
                    reader.problem(node.mark, std::move(*fault));
                } else {
                    into.*member = std::move(*value);
                }
            }};
}

template <class Into>
Field<Into> secret_field(std::string_view name, Secret Into::*member, Bounds<std::size_t> bounds, std::string_view about) {
    return {{.name = std::string(name),
             .type = "secret, " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most) + " characters",
             .fallback = "",
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (auto value = reader.secret(node, bounds.least, bounds.most)) into.*member = std::move(*value);
            }};
}

template <class Value>
struct Choice {
    std::string_view name;
    Value value;
};

inline std::string joined(const std::vector<std::string>& names, std::string_view between) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : std::string(between)) + name;
    return text;
}

/// One of a closed list of words. `later` are words that have a meaning which is not built yet.
template <class Into, class Value>
Field<Into> choice_field(std::string_view name, Value Into::*member, std::vector<Choice<Value>> choices, std::vector<std::string> later,
                         std::string_view about) {
    std::vector<std::string> names;
    std::string fallback;
    for (const auto& choice : choices) {
        names.emplace_back(choice.name);
        if (choice.value == Into{}.*member) fallback = choice.name;
    }
    return {{.name = std::string(name), .type = joined(names, ", "), .fallback = fallback, .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                const auto word = reader.text(node, scalar_bytes_max);
                if (!word) return;
                for (const auto& choice : choices) {
                    if (choice.name == *word) {
                        into.*member = choice.value;
                        return;
                    }
                }
                for (const std::string& known : later) {
                    if (known == *word) return reader.problem(node.mark, quoted(known) + " is not supported yet");
                }
                reader.problem(node.mark, (names.size() == 1 ? "must be " : "must be one of ") + joined(names, ", "));
            }};
}

/// A mapping of its own, with its own table and its own section of the reference page.
template <class Into, class Part>
Field<Into> part_field(std::string_view name, Part Into::*member, const Table<Part>& table, std::string_view about) {
    return {{.name = std::string(name), .type = "mapping, see below", .fallback = "", .about = std::string(about)},
            [member, &table](Reader& reader, const Node& node, Into& into) { read_mapping(reader, node, table, into.*member); }};
}

/// The same for a mapping that need not be there.
template <class Into, class Part>
Field<Into> part_field(std::string_view name, std::optional<Part> Into::*member, const Table<Part>& table, std::string_view about) {
    return {
        {.name = std::string(name), .type = "mapping, see below", .fallback = "", .about = std::string(about)},
        [member, &table](Reader& reader, const Node& node, Into& into) { read_mapping(reader, node, table, (into.*member).emplace()); }};
}

/// A list of mappings. Item n of the list becomes element n, faulty or not: later checks rely on it.
template <class Into, class Part>
Field<Into> list_field(std::string_view name, std::vector<Part> Into::*member, const Table<Part>& table, Bounds<std::size_t> bounds,
                       std::string_view about) {
    return {{.name = std::string(name),
             .type = "list of mappings, " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most),
             .fallback = "",
             .about = std::string(about)},
            [=, &table](Reader& reader, const Node& node, Into& into) {
                if (!reader.expect(node, Node::Kind::sequence)) return;
                if (node.items.size() < bounds.least || node.items.size() > bounds.most) {
                    reader.problem(node.mark,
                                   "must have " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most) + " entries");
                }
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Step step = reader.at(i);
                    read_mapping(reader, node.items[i], table, (into.*member).emplace_back());
                }
            }};
}

template <class Into>
Field<Into> required(Field<Into> field) {
    field.text.is_required = true;
    field.text.fallback.clear();
    return field;
}

/// Replaces the default that the page shows, where the struct's own says too little.
template <class Into>
Field<Into> described(std::string_view fallback, Field<Into> field) {
    field.text.fallback = fallback;
    return field;
}

/// A name that has a single value so far: it is accepted, and decides nothing.
template <class Into>
Field<Into> only_field(std::string_view name, std::string_view value, std::string_view about) {
    return {{.name = std::string(name), .type = std::string(value), .fallback = std::string(value), .about = std::string(about)},
            [only = std::string(value)](Reader& reader, const Node& node, Into&) {
                const auto word = reader.text(node, scalar_bytes_max);
                if (!word || *word == only) return;
                reader.problem(node.mark, "anything but " + quoted(only) + " is not supported yet");
            }};
}

}  // namespace parley::config
