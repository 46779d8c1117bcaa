// yaml.hpp: a YAML document as a plain tree in which every value knows its line and column.
//
// yaml-cpp reads the grammar; the tree is ours, built from its events, because its own one shares aliased nodes and has
// neither a depth nor a size. Scalars stay text: what they mean is decided by whoever asks for them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::config {

/// Larger files are refused before they are parsed.
inline constexpr std::size_t file_bytes_max = 1024 * 1024;
/// Values in one document, counted after aliases are expanded: an "anchor bomb" ends here.
inline constexpr std::size_t nodes_max = 50'000;
/// Bytes of all scalars, counted after aliases are expanded.
inline constexpr std::size_t tree_bytes_max = 4 * 1024 * 1024;
/// Mappings and lists inside one another; our own configuration needs five.
inline constexpr std::size_t depth_max = 16;

struct Mark {
    int line = 0;    // from 1; 0: the whole file
    int column = 0;  // from 1, in bytes

    auto operator<=>(const Mark&) const = default;
};

struct Entry;

struct Node {
    enum class Kind { nothing, scalar, sequence, mapping };

    Kind kind = Kind::nothing;
    Mark mark;                   // of its first byte; of its name, for a value that is not there
    std::string scalar;          // of a scalar: the text, unquoted
    std::vector<Node> items;     // of a sequence
    std::vector<Entry> entries;  // of a mapping: in the file's order, duplicates included

    /// The value of the first entry of that name, or null.
    const Node* find(std::string_view name) const;
};

struct Entry {
    std::string name;
    Mark mark;
    Node value;
};

struct YamlFault {
    Mark mark;
    std::string message;
    std::string hint = {};
};

struct YamlReading {
    Node root;
    std::optional<YamlFault> fault;  // set: `root` means nothing
};

/// Reads one document of UTF-8 text. YAML stops at its first mistake, so there is at most one fault.
/// Refused beside bad grammar: control characters and bytes that are not UTF-8, a second document, explicit tags, names
/// that are not plain text, nothing at all, and more than the bounds above.
YamlReading read_yaml(std::string_view text);

}  // namespace parley::config
