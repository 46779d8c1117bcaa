#include "schema/inplace_cycle.hpp"

namespace parley::schema {

/// What nobody asks any more is taken away, until nothing is left but cycles.
bool has_inplace_cycle(const std::vector<Node>& nodes) {
    std::vector<std::uint32_t> askers(nodes.size(), 0);
    for (const Node& node : nodes) for_each_inplace(node, [&](NodeIndex inner) { ++askers[inner]; });
    std::vector<NodeIndex> unasked;
    for (NodeIndex index = 0; index < nodes.size(); ++index) {
        if (askers[index] == 0) unasked.push_back(index);
    }
    std::size_t taken = 0;
    while (taken < unasked.size()) {
        for_each_inplace(nodes[unasked[taken++]], [&](NodeIndex inner) {
            if (--askers[inner] == 0) unasked.push_back(inner);
        });
    }
    return taken < nodes.size();
}

}  // namespace parley::schema
