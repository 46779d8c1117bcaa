// document.hpp: JSON text, validated once and then looked at in place.
//
// One pass visits every byte: grammar (RFC 8259), UTF-8, escapes, depth, duplicate keys. What it leaves behind is a
// flat array of nodes that point into the text, so every value knows its exact bytes: a typed view to read and the
// offsets to splice come out of the same pass (docs/decisions/). Numbers stay text; nothing is rounded.
//
// A Document does not own the text. The text must outlive the Document and every Value of it. Reuse one Document for
// many parses: its array keeps its capacity. Not thread-safe; Values may be read from several threads after the parse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/node_array.hpp"

namespace parley::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

enum class ParseFault : std::uint8_t {
    none,
    empty,           // no value at all
    grammar,         // not JSON: a missing comma, a bare word, a trailing comma, a control character in a string ...
    bad_utf8,        // RFC 3629: overlong forms, surrogates and bytes past U+10FFFF included
    bad_escape,      // "\q", "\u12", and (unless allowed) half of a surrogate pair
    duplicate_key,   // compared unescaped, in every object
    too_deep,        // more than ParseOptions::depth_max levels
    too_large,       // more than text_bytes_max: offsets are 32 bits
    trailing_bytes,  // something after the value that is not white space
};

/// The longest text, one byte short of 4 GiB. Rooms that read from the network have far lower limits of their own.
constexpr std::size_t text_bytes_max = 0xffff'ffff;

struct ParseError {
    ParseFault fault = ParseFault::none;
    std::size_t offset = 0;  // of the byte at which the text stopped being acceptable

    explicit operator bool() const { return fault != ParseFault::none; }
    bool operator==(const ParseError&) const = default;
};

/// "invalid UTF-8 at byte 17": never a byte of the text itself, so that it may be logged.
std::string describe(const ParseError& error);

struct ParseOptions {
    std::size_t depth_max = 64;
    /// Upstream streams may cut a surrogate pair between two deltas; requests may not.
    bool allow_lone_surrogates = false;
};

class Value;

class Document {
  public:
    /// Parses `text`, replacing what was there before. On error the document is empty and must not be read.
    /// Linear in the text, no recursion. The array is kept for the next parse up to nodes_kept_max.
    ParseError parse(std::string_view text, const ParseOptions& options = {});

    /// The outermost value. Only after a successful parse.
    Value root() const;

    using Node = json::Node;
    std::string_view text() const { return text_; }
    const NodeArray& nodes() const { return nodes_; }

    /// 1 MiB of nodes: what one hostile text has grown beyond that is given back before the next parse.
    static constexpr std::size_t nodes_kept_max = 64 * 1024;

  private:
    std::string_view text_;
    NodeArray nodes_;  // in the order of the text; an object's members are pairs: key node, value node
};

struct Member;

/// One value of a Document, until the next parse: two words, copied freely. A default Value is absent: `if (value)` is false and every read
/// fails.
class Value {
  public:
    Value() = default;
    Value(const Document& document, std::uint32_t index) : node_(document.nodes().data() + index), text_(document.text().data()) {}

    explicit operator bool() const { return node_ != nullptr; }
    /// What the first byte says, once the grammar has been checked. An absent value is of Kind::null.
    Kind kind() const;
    bool is(Kind kind) const { return *this && this->kind() == kind; }
    bool is_null() const { return is(Kind::null); }
    /// The value is absent or null: for optional request fields both mean the same.
    bool is_missing() const { return !*this || is_null(); }

    /// The value's exact bytes, quotes and brackets included.
    std::string_view raw() const;
    /// Offsets of raw() within the document's text.
    std::size_t begin() const;
    std::size_t end() const;

    /// A string's bytes between its quotes, still escaped.
    std::string_view escaped() const;
    /// Whether escaped() holds a backslash; if not, it is the string itself.
    bool has_escapes() const;
    /// A string, unescaped.
    std::string string() const;
    /// True for a string equal to `text` after unescaping; no allocation.
    bool equals(std::string_view text) const;

    std::optional<bool> boolean() const;
    /// A number written without fraction or exponent that fits; everything else is nullopt. Exact.
    std::optional<std::int64_t> integer() const;
    /// Any number, as the nearest double; infinity is nullopt.
    std::optional<double> number() const;

    /// Elements or members; 0 for scalars.
    std::size_t size() const;
    /// The member of that name (compared unescaped); absent when there is none or this is not an object.
    Value find(std::string_view name) const;

    // Iteration. `for (Value element : array.elements())`, `for (Member member : object.members())`; empty for others.
    class Elements;
    class Members;
    Elements elements() const;
    Members members() const;

  private:
    friend struct Member;
    Value(const Node* node, const char* text) : node_(node), text_(text) {}
    bool equals_unescaped(std::string_view text) const;
    const Node* node_ = nullptr;  // the nodes of what is inside follow
    const char* text_ = nullptr;  // of the document
};

struct Member {
    Value key;
    Value value;
    /// The inside of the key as it stands in the text, whether that is what it spells, and its name_hash.
    std::string_view name() const { return {key.text_ + key.node_->begin + 1, key.node_->end - key.node_->begin - 2}; }
    bool is_escaped() const { return key.node_->size > 0; }
    std::uint32_t name_hash() const { return key.node_->span; }
    /// Where a splice that removes this member's text begins and ends, commas not included.
    std::size_t begin() const { return key.begin(); }
    std::size_t end() const { return value.end(); }
};

}  // namespace parley::json

#include "json/iteration.hpp"
#include "json/value_inline.hpp"
