// field.hpp: one name of a mapping and all there is to know about it.
//
// A mapping of the configuration is a table of Fields, and the table is the only place that knows its names: the reader
// follows it, and so does the reference page (reference.hpp), which therefore cannot tell anything else.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/reader.hpp"

namespace parley::config {

/// The part of a Field that a person reads.
struct FieldText {
    std::string name;
    std::string type;      // with its bounds: "duration, 1ms to 24h"
    std::string fallback;  // what holds without it; empty: nothing does
    std::string about;     // whole sentences
    bool is_required = false;
};

template <class Into>
struct Field {
    FieldText text;
    std::function<void(Reader&, const Node&, Into&)> read;  // into its member; leaves it alone after a problem
};

template <class Into>
using Table = std::vector<Field<Into>>;

template <class Into>
std::vector<std::string> names_of(const Table<Into>& table) {
    std::vector<std::string> names;
    for (const Field<Into>& field : table) names.push_back(field.text.name);
    return names;
}

template <class Into>
const Field<Into>* find_field(const Table<Into>& table, std::string_view name) {
    for (const Field<Into>& field : table) {
        if (field.text.name == name) return &field;
    }
    return nullptr;
}

/// Reads every entry of a mapping where the table says, and finds what is unknown, twice there, or missing.
template <class Into>
void read_mapping(Reader& reader, const Node& node, const Table<Into>& table, Into& into) {
    if (!reader.expect(node, Node::Kind::mapping)) return;
    for (const Entry& entry : node.entries) {
        if (node.find(entry.name) != &entry.value) continue;  // a duplicate: complained of, and not read
        const Reader::Step step = reader.into(entry.name);
        if (const Field<Into>* field = find_field(table, entry.name)) {
            field->read(reader, entry.value, into);
        } else {
            reader.unknown_name(entry, names_of(table));
        }
    }
    for (const Field<Into>& field : table) {
        if (!field.text.is_required || node.find(field.text.name)) continue;
        const Reader::Step step = reader.into(field.text.name);
        reader.problem(node.mark, "is missing");
    }
}

}  // namespace parley::config
