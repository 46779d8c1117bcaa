// coercer.hpp: the walk that changes a value along its schema.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "schema/coerce.hpp"
#include "schema/compiled_schema.hpp"

namespace parley::schema {

class Coercer {
  public:
    /// Every schema that a value must fit.
    using Asked = std::vector<NodeIndex>;

    /// steps  how much it may still cost; counted down
    Coercer(const CompiledSchema& schema, Unknown unknown, std::size_t& steps) : schema_(schema), unknown_(unknown), steps_(steps) {}

    /// The value's new text, or nothing where nothing is changed.
    std::optional<std::string> changed(json::Value value, Asked asked);

  private:
    Asked spread(json::Value value, Asked asked);
    MaybeNode choice_for(json::Value value, const std::vector<NodeIndex>& choices);
    bool fits(json::Value value, NodeIndex index);
    TypeSet types_of(const Asked& asked) const;

    std::optional<std::string> changed_form(json::Value value, TypeSet types, const Asked& asked);
    std::optional<std::string> unpacked(json::Value text, TypeSet types, const Asked& asked);
    std::optional<std::string> list_of_one(json::Value value, const Asked& asked);
    std::optional<std::string> changed_object(json::Value object, const Asked& asked);
    std::optional<std::string> changed_array(json::Value array, const Asked& asked);

    Asked asked_of_member(std::string_view name, const Asked& asked, bool& is_unknown) const;
    Asked asked_of_element(std::size_t index, const Asked& asked) const;

    const CompiledSchema& schema_;
    const Unknown unknown_;
    std::size_t& steps_;
    std::size_t depth_ = 0;
};

}  // namespace parley::schema
