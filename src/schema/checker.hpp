// checker.hpp: the walk over a value and its schema, side by side.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "schema/compiled_schema.hpp"
#include "schema/violation.hpp"

namespace parley::schema {

class Checker {
  public:
    /// steps     how much it may still cost; counted down
    /// reported  where violations go; null: whether there are any is all that counts, and the first ends the walk
    Checker(const CompiledSchema& schema, std::size_t& steps, std::vector<Violation>* reported)
        : schema_(schema), steps_(steps), reported_(reported) {}

    /// Each looks at everything that the node asks for, as long as somebody wants to hear of it.
    bool fits(json::Value value, NodeIndex index, const Place& place);

    /// The steps are used up: whatever was said is worth nothing.
    bool gave_up() const { return steps_ == 0; }

  private:
    bool fits_kind(json::Value value, const Node& node, const Place& place);
    bool number_fits(json::Value value, const Node& node, const Place& place);
    bool string_fits(json::Value value, const Node& node, const Place& place);
    bool array_fits(json::Value value, const Node& node, const Place& place);
    bool elements_fit(json::Value value, const Node& node, const Place& place);
    bool contains_enough(json::Value value, const Node& node, const Place& place);
    bool object_fits(json::Value value, const Node& node, const Place& place);
    bool member_fits(std::string_view name, json::Value value, const Node& node, const Place& place);
    bool names_fit(json::Value value, const Node& node, const Place& place);
    bool combinations_fit(json::Value value, const Node& node, const Place& place);
    bool any_fits(json::Value value, std::span<const NodeIndex> choices, const Place& place);
    bool one_fits(json::Value value, std::span<const NodeIndex> choices, const Place& place);
    bool condition_fits(json::Value value, const Node& node, const Place& place);

    bool is_silent() const { return reported_ == nullptr; }
    /// Whether there is anything left to find out.
    bool goes_on(bool fits) const { return fits || !is_silent(); }
    bool fits_silently(json::Value value, NodeIndex index, const Place& place);
    bool violates(const Place& place, std::string rule);
    /// False when the steps are used up.
    bool spend(std::size_t steps);

    const CompiledSchema& schema_;
    std::size_t& steps_;
    std::vector<Violation>* reported_;
    std::size_t depth_ = 0;
};

}  // namespace parley::schema
