#include "config/yaml_tree_builder.hpp"

#include <algorithm>
#include <utility>

namespace parley::config {
namespace {

Mark mark_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

/// yaml-cpp says "?" for a plain scalar or collection and "!" for a quoted one; anything else stood in the file.
void refuse_tag(const std::string& tag, const YAML::Mark& mark) {
    if (!tag.empty() && tag != "?" && tag != "!") {
        throw YamlFault{mark_of(mark), "explicit tags are not supported", "leave out the word that begins with !"};
    }
}

/// Mappings and lists inside one another, `node` included.
std::size_t depth_of(const Node& node) {
    if (node.kind != Node::Kind::mapping && node.kind != Node::Kind::sequence) return 0;
    std::size_t deepest = 0;
    for (const Node& item : node.items) deepest = std::max(deepest, depth_of(item));
    for (const Entry& entry : node.entries) deepest = std::max(deepest, depth_of(entry.value));
    return deepest + 1;
}

}  // namespace

Node YamlTreeBuilder::take() { return std::move(root_); }

void YamlTreeBuilder::OnDocumentStart(const YAML::Mark& mark) { start_ = mark_of(mark); }

void YamlTreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
    Node node;
    node.mark = mark_of(mark);
    count(node);
    add(std::move(node), anchor);
}

void YamlTreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) throw YamlFault{mark_of(mark), "an alias inside of what it stands for"};
    if (open_.size() + depth_of(found->second) > depth_max) throw YamlFault{mark_of(mark), "nested too deeply"};
    count_all(found->second);
    add(found->second, 0);
}

void YamlTreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) {
    refuse_tag(tag, mark);
    Node node;
    node.kind = Node::Kind::scalar;
    node.mark = mark_of(mark);
    node.scalar = value;
    count(node);
    add(std::move(node), anchor);
}

void YamlTreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) {
    open(Node::Kind::sequence, mark, tag, anchor);
}

void YamlTreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) {
    open(Node::Kind::mapping, mark, tag, anchor);
}

void YamlTreeBuilder::open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_tag(tag, mark);
    if (open_.size() == depth_max) throw YamlFault{mark_of(mark), "nested too deeply"};
    Open opened;
    opened.node.kind = kind;
    opened.node.mark = mark_of(mark);
    opened.anchor = anchor;
    count(opened.node);
    open_.push_back(std::move(opened));
}

void YamlTreeBuilder::close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    add(std::move(closed.node), closed.anchor);
}

void YamlTreeBuilder::add(Node node, YAML::anchor_t anchor) {
    if (anchor != 0) anchored_[anchor] = node;
    if (open_.empty()) {
        root_ = std::move(node);
    } else if (open_.back().node.kind == Node::Kind::sequence) {
        open_.back().node.items.push_back(std::move(node));
    } else {
        add_to_mapping(open_.back(), std::move(node));
    }
}

void YamlTreeBuilder::add_to_mapping(Open& mapping, Node node) {
    std::vector<Entry>& entries = mapping.node.entries;
    if (mapping.name_is_read) {
        // yaml-cpp marks a missing value where the next thing begins, which is lines away.
        if (node.kind == Node::Kind::nothing) node.mark = entries.back().mark;
        entries.back().value = std::move(node);
    } else {
        if (node.kind != Node::Kind::scalar) throw YamlFault{node.mark, "a name must be plain text"};
        entries.push_back(Entry{.name = std::move(node.scalar), .mark = node.mark, .value = {}});
    }
    mapping.name_is_read = !mapping.name_is_read;
}

void YamlTreeBuilder::count(const Node& node) {
    bytes_ += node.scalar.size();
    if (++nodes_ > nodes_max || bytes_ > tree_bytes_max) throw YamlFault{node.mark, "holds too many values"};
}

void YamlTreeBuilder::count_all(const Node& node) {
    count(node);
    for (const Node& item : node.items) count_all(item);
    for (const Entry& entry : node.entries) count_all(entry.value);
}

}  // namespace parley::config
