// compiler.hpp: from the text of a schema to its nodes.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "json/document.hpp"
#include "schema/compiled_schema.hpp"

namespace parley::schema {

/// Reads schemas one after another; those that a schema holds or refers to wait their turn.
class Compiler {
  public:
    Compiler(json::Value root, std::vector<Node>& nodes) : root_(root), nodes_(nodes) {}

    /// What is wrong, or nothing.
    std::optional<std::string> run();

    std::size_t patterns() const { return patterns_; }

  private:
    /// The first fault is kept: where it is, by the keyword and its place in the text.
    void fail(std::string_view keyword, std::string_view why);
    NodeIndex node_of(json::Value source);
    NodeIndex schema_in(std::string_view keyword, json::Value value);

    // Keywords by the form of their values. What is absent is left as it is.
    void read_schema(json::Value schema, std::string_view keyword, MaybeNode& into);
    void read_list(json::Value schema, std::string_view keyword, std::vector<NodeIndex>& into);

    template <class Names>
    void read_names(json::Value schema, std::string_view keyword, Names& into) {
        const json::Value names = schema.find(keyword);
        if (names && !names.is(json::Kind::object)) return fail(keyword, "must be an object of schemas");
        for (const json::Member member : names.members()) into.emplace(member.key.string(), schema_in(keyword, member.value));
    }

    std::vector<std::string> strings_in(std::string_view keyword, json::Value list);
    void read_number(json::Value schema, std::string_view keyword, std::optional<ExactNumber>& into);
    void read_count(json::Value schema, std::string_view keyword, std::uint64_t& into);
    void read_flag(json::Value schema, std::string_view keyword, bool& into);
    std::optional<Pattern> pattern_of(std::string_view keyword, json::Value expression);

    // keywords.cpp: by what they are about
    void read(json::Value schema, Node& node);
    void read_types(json::Value schema, Node& node);
    void add_type(json::Value name, Node& node);
    void read_values(json::Value schema, Node& node);
    void read_bounds(json::Value schema, Node& node);
    void read_text_rules(json::Value schema, Node& node);
    void read_array_rules(json::Value schema, Node& node);
    void read_object_rules(json::Value schema, Node& node);
    void read_combinations(json::Value schema, Node& node);
    void read_reference(json::Value schema, Node& node);

    const json::Value root_;
    std::vector<Node>& nodes_;
    std::unordered_map<std::size_t, NodeIndex> known_;  // by where they stand in the text
    std::deque<std::pair<NodeIndex, json::Value>> waiting_;
    json::Value current_;
    std::size_t patterns_ = 0;
    std::size_t pattern_instructions_ = 0;
    std::optional<std::string> fault_;
};

}  // namespace parley::schema
