// yaml_tree_builder.hpp: yaml-cpp's events in, a bounded tree out.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <map>
#include <string>
#include <vector>

#include "config/yaml.hpp"

namespace parley::config {

/// Throws YamlFault from its handlers, which is the only way to stop yaml-cpp early.
class YamlTreeBuilder final : public YAML::EventHandler {
  public:
    /// The document's tree, after HandleNextDocument returned.
    Node take();
    /// Nothing but white space and comments was there.
    bool is_empty() const { return root_.kind == Node::Kind::nothing; }
    Mark start() const { return start_; }
    /// Where the innermost mapping or list began whose end has not come.
    Mark innermost() const { return open_.empty() ? Mark{} : open_.back().node.mark; }

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
    void OnMapEnd() override { close(); }

  private:
    /// A mapping or list whose end has not come yet.
    struct Open {
        Node node;
        YAML::anchor_t anchor = 0;
        bool name_is_read = false;  // of a mapping: the last entry waits for its value
    };

    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
    void close();
    void add(Node node, YAML::anchor_t anchor);
    void add_to_mapping(Open& mapping, Node node);
    void count(const Node& node);
    void count_all(const Node& node);  // an alias stands for all of it again; at most depth_max deep

    Node root_;
    Mark start_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Node> anchored_;
    std::size_t nodes_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace parley::config
