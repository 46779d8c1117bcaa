#include "schema/checker.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "schema/canonical.hpp"
#include "schema/check.hpp"
#include "schema/rules.hpp"

namespace parley::schema {
namespace {

/// Of schemas within schemas, counted along one way down.
constexpr std::size_t depth_max = 1'000;

/// A text is looked at this many bytes to a step.
constexpr std::size_t bytes_per_step = 16;

std::string canonical(json::Value value) {
    std::string text;
    append_canonical(text, value);
    return text;
}

}  // namespace

bool Checker::spend(std::size_t steps) {
    steps_ -= std::min(steps, steps_);
    return steps_ != 0;
}

bool Checker::violates(const Place& place, std::string rule) {
    if (reported_ && reported_->size() < violations_max) reported_->push_back({place.path(), std::move(rule)});
    return false;
}

bool Checker::fits_silently(json::Value value, NodeIndex index, const Place& place) {
    std::vector<Violation>* const reported = std::exchange(reported_, nullptr);
    const bool fits_it = fits(value, index, place);
    reported_ = reported;
    return fits_it;
}

bool Checker::fits(json::Value value, NodeIndex index, const Place& place) {
    if (depth_ == depth_max) steps_ = 0;
    if (!spend(1)) return false;
    const Node& node = schema_[index];
    if (node.is_never) return violates(place, "is not allowed");
    if ((node.types & type_of(value)) == 0) return violates(place, type_rule(node.types));  // the rest could only repeat it
    ++depth_;
    bool fits = true;
    if (node.values) {
        fits = spend(value.raw().size() / bytes_per_step) && node.values->contains(canonical(value));
        if (!fits)
            violates(place,
                     node.is_one_value ? "must be the one value that the schema names" : "must be one of the values that the schema lists");
    }
    if (goes_on(fits)) fits &= fits_kind(value, node, place);
    if (goes_on(fits)) fits &= combinations_fit(value, node, place);
    --depth_;
    return fits;
}

bool Checker::fits_kind(json::Value value, const Node& node, const Place& place) {
    switch (value.kind()) {
        case json::Kind::number: return number_fits(value, node, place);
        case json::Kind::string: return string_fits(value, node, place);
        case json::Kind::array: return array_fits(value, node, place);
        case json::Kind::object: return object_fits(value, node, place);
        case json::Kind::null:
        case json::Kind::boolean: break;
    }
    return true;
}

bool Checker::number_fits(json::Value value, const Node& node, const Place& place) {
    const ExactNumber number(value.raw());
    bool fits = true;
    if (node.minimum && number < *node.minimum) fits = violates(place, "must be at least " + node.minimum->canonical());
    if (node.maximum && number > *node.maximum) fits = violates(place, "must be at most " + node.maximum->canonical());
    if (node.above && number <= *node.above) fits = violates(place, "must be more than " + node.above->canonical());
    if (node.below && number >= *node.below) fits = violates(place, "must be less than " + node.below->canonical());
    if (node.multiple_of && !number.is_multiple_of(*node.multiple_of)) {
        fits = violates(place, "must be a multiple of " + node.multiple_of->canonical());
    }
    return fits;
}

bool Checker::string_fits(json::Value value, const Node& node, const Place& place) {
    if (node.length.is_open() && !node.pattern) return true;
    const std::string text = value.string();
    if (!spend(text.size() / bytes_per_step)) return false;
    bool fits = true;
    const auto begins_code_point = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
    const auto length = static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), begins_code_point));
    if (!node.length.has(length)) fits = violates(place, range_rule("must have", node.length, "characters"));
    if (node.pattern && !node.pattern->matches(text)) fits = violates(place, "must match the schema's pattern");
    return fits;
}

bool Checker::array_fits(json::Value value, const Node& node, const Place& place) {
    bool fits = true;
    if (!node.item_count.has(value.size())) fits = violates(place, range_rule("must have", node.item_count, "elements"));
    if (goes_on(fits)) fits &= elements_fit(value, node, place);
    if (goes_on(fits) && node.contains) fits &= contains_enough(value, node, place);
    if (!goes_on(fits) || !node.has_unique_items) return fits;
    std::unordered_set<std::string> seen;
    for (const json::Value element : value.elements()) {
        if (!spend(element.raw().size() / bytes_per_step + 1)) return false;
        if (!seen.insert(canonical(element)).second) return violates(place, "must have no element twice");
    }
    return fits;
}

bool Checker::elements_fit(json::Value value, const Node& node, const Place& place) {
    bool fits = true;
    std::size_t index = 0;
    if (node.first_items.empty() && !node.items) return true;
    for (const json::Value element : value.elements()) {
        const bool is_first = index < node.first_items.size();
        if (!is_first && !node.items) break;
        const Place inner{&place, {}, index};
        fits &= this->fits(element, is_first ? node.first_items[index] : *node.items, inner);
        if (gave_up() || !goes_on(fits)) return false;
        ++index;
    }
    return fits;
}

bool Checker::contains_enough(json::Value value, const Node& node, const Place& place) {
    std::uint64_t found = 0;
    for (const json::Value element : value.elements()) {
        if (fits_silently(element, *node.contains, place)) ++found;
        if (gave_up()) return false;
    }
    return node.contained.has(found) || violates(place, range_rule("must contain", node.contained, "elements of the schema's kind"));
}

bool Checker::object_fits(json::Value value, const Node& node, const Place& place) {
    bool fits = true;
    if (!node.member_count.has(value.size())) fits = violates(place, range_rule("must have", node.member_count, "members"));
    if (goes_on(fits)) fits &= names_fit(value, node, place);
    if (node.properties.empty() && node.pattern_properties.empty() && !node.additional_properties && !node.property_names) return fits;
    for (const json::Member member : value.members()) {
        if (!goes_on(fits) || gave_up()) return false;
        fits &= member_fits(member.key.string(), member.value, node, place);
        if (node.property_names && goes_on(fits) && !fits_silently(member.key, *node.property_names, place)) {
            fits = violates(place, "must have no members with names that the schema forbids");
        }
    }
    return fits;
}

bool Checker::member_fits(std::string_view name, json::Value value, const Node& node, const Place& place) {
    const auto known = node.properties.find(name);
    bool is_known = known != node.properties.end();
    bool fits = true;
    if (is_known) {
        const Place inner{&place, known->first};
        fits = this->fits(value, known->second, inner);
    }
    const Place unnamed{&place, is_known ? std::string_view(known->first) : "*"};
    for (const auto& [pattern, index] : node.pattern_properties) {
        if (!spend(name.size() / bytes_per_step + 1) || !goes_on(fits)) return false;
        if (!pattern.matches(name)) continue;
        is_known = true;
        fits &= this->fits(value, index, unnamed);
    }
    if (is_known || !node.additional_properties || !goes_on(fits)) return fits;
    if (schema_[*node.additional_properties].is_never) return violates(place, "must have no members that the schema does not name");
    return this->fits(value, *node.additional_properties, unnamed) && fits;
}

/// Which names there are: those that must be, and those that others bring with them.
bool Checker::names_fit(json::Value value, const Node& node, const Place& place) {
    if (node.required.empty() && node.dependent_required.empty()) return true;
    std::unordered_set<std::string> names;
    for (const json::Member member : value.members()) names.insert(member.key.string());
    bool fits = spend(names.size() + node.required.size());
    const auto demand = [&](const std::string& name) {
        const Place inner{&place, name};
        if (!names.contains(name)) fits = violates(inner, "is missing");
    };
    for (const std::string& name : node.required) demand(name);
    for (const auto& [name, others] : node.dependent_required) {
        if (!names.contains(name)) continue;
        for (const std::string& other : others) demand(other);
    }
    return fits;
}

bool Checker::combinations_fit(json::Value value, const Node& node, const Place& place) {
    bool fits = !node.ref || this->fits(value, *node.ref, place);
    for (const NodeIndex inner : node.all_of) {
        if (goes_on(fits)) fits &= this->fits(value, inner, place);
    }
    if (goes_on(fits) && !node.any_of.empty()) fits &= any_fits(value, node.any_of, place);
    if (goes_on(fits) && !node.one_of.empty()) fits &= one_fits(value, node.one_of, place);
    if (goes_on(fits) && node.negated && fits_silently(value, *node.negated, place)) {
        fits = violates(place, "must not be what the schema forbids");
    }
    if (goes_on(fits) && node.condition) fits &= condition_fits(value, node, place);
    for (const auto& [name, inner] : node.dependent_schemas) {
        if (goes_on(fits) && value.find(name)) fits &= this->fits(value, inner, place);
    }
    return fits && !gave_up();
}

/// Of the choices only those that could take a value of this type may have been meant.
bool Checker::any_fits(json::Value value, std::span<const NodeIndex> choices, const Place& place) {
    MaybeNode meant;
    std::size_t possible = 0;
    TypeSet types = 0;
    for (const NodeIndex choice : choices) {
        if (fits_silently(value, choice, place)) return true;
        if (gave_up()) return false;
        if (is_silent()) continue;
        const TypeSet taken = types_taken(schema_, choice);
        types |= taken;
        if ((taken & type_of(value)) == 0) continue;
        ++possible;
        meant = choice;
    }
    if (possible == 1) return fits(value, *meant, place);
    return violates(place, possible == 0 && types != 0 ? type_rule(types) : "must fit one of the schemas that it may fit");
}

bool Checker::one_fits(json::Value value, std::span<const NodeIndex> choices, const Place& place) {
    std::size_t fitting = 0;
    for (const NodeIndex choice : choices) fitting += fits_silently(value, choice, place);
    if (gave_up() || fitting == 1) return fitting == 1;
    return fitting == 0 ? any_fits(value, choices, place) : violates(place, "must fit just one of the schemas that it may fit");
}

bool Checker::condition_fits(json::Value value, const Node& node, const Place& place) {
    const MaybeNode& next = fits_silently(value, *node.condition, place) ? node.then_schema : node.else_schema;
    return !next || fits(value, *next, place);
}

}  // namespace parley::schema
