#include "schema/coercer.hpp"

#include <algorithm>

#include "json/write.hpp"
#include "schema/checker.hpp"
#include "schema/coerce_scalar.hpp"

namespace parley::schema {
namespace {

constexpr std::size_t depth_max = 200;
constexpr std::size_t asked_max = 64;  // of one value

}  // namespace

std::optional<std::string> Coercer::changed(json::Value value, Asked asked) {
    if (steps_ == 0 || depth_ == depth_max) return std::nullopt;
    --steps_;
    ++depth_;
    asked = spread(value, std::move(asked));
    const TypeSet types = types_of(asked);
    std::optional<std::string> text;
    if ((types & type_of(value)) == 0) {
        text = changed_form(value, types, asked);
    } else if (value.is(json::Kind::object)) {
        text = changed_object(value, asked);
    } else if (value.is(json::Kind::array)) {
        text = changed_array(value, asked);
    }
    --depth_;
    return text;
}

/// With all that the schemas refer to, and the choice that the value can be made to fit where it has one.
Coercer::Asked Coercer::spread(json::Value value, Asked asked) {
    for (std::size_t at = 0; at < asked.size() && asked.size() < asked_max; ++at) {
        const Node& node = schema_[asked[at]];
        if (node.ref) asked.push_back(*node.ref);
        asked.insert(asked.end(), node.all_of.begin(), node.all_of.end());
        for (const auto* choices : {&node.any_of, &node.one_of}) {
            if (const MaybeNode choice = choice_for(value, *choices)) asked.push_back(*choice);
        }
    }
    return asked;
}

/// Nothing where there is no choice, or the value has made it.
MaybeNode Coercer::choice_for(json::Value value, const std::vector<NodeIndex>& choices) {
    for (const NodeIndex choice : choices) {
        if (fits(value, choice)) return std::nullopt;
    }
    for (const NodeIndex choice : choices) {
        const std::optional<std::string> text = changed(value, {choice});
        json::Document document;
        if (text && !document.parse(*text) && fits(document.root(), choice)) return choice;
    }
    return std::nullopt;
}

bool Coercer::fits(json::Value value, NodeIndex index) {
    if (steps_ == 0) return false;
    return Checker(schema_, steps_, nullptr).fits(value, index, Place{});
}

TypeSet Coercer::types_of(const Asked& asked) const {
    TypeSet types = any_type;
    for (const NodeIndex index : asked) types &= schema_[index].types;
    return types;
}

std::optional<std::string> Coercer::changed_form(json::Value value, TypeSet types, const Asked& asked) {
    if (std::optional<std::string> text = coerce_scalar(value, types)) return text;
    if (std::optional<std::string> text = unpacked(value, types, asked)) return text;
    return (types & array_type) != 0 ? list_of_one(value, asked) : std::nullopt;
}

/// A text that is the JSON of an object or a list.
std::optional<std::string> Coercer::unpacked(json::Value text, TypeSet types, const Asked& asked) {
    if (!text.is(json::Kind::string)) return std::nullopt;
    const std::string inner = text.string();
    json::Document document;
    if ((types & (object_type | array_type)) == 0 || document.parse(inner)) return std::nullopt;
    const json::Value value = document.root();
    const bool is_meant = value.is(json::Kind::object) || value.is(json::Kind::array);
    if (!is_meant || (types & type_of(value)) == 0) return std::nullopt;
    std::optional<std::string> again = changed(value, asked);
    return again ? again : std::string(value.raw());
}

std::optional<std::string> Coercer::list_of_one(json::Value value, const Asked& asked) {
    if (value.is_null()) return std::nullopt;
    const Asked inner = spread(value, asked_of_element(0, asked));
    const auto lists_values = [this](NodeIndex index) { return schema_[index].values.has_value(); };
    if (value.is(json::Kind::string) && std::none_of(inner.begin(), inner.end(), lists_values)) return std::nullopt;
    const std::optional<std::string> element = changed(value, inner);
    return '[' + (element ? *element : std::string(value.raw())) + ']';
}

std::optional<std::string> Coercer::changed_object(json::Value object, const Asked& asked) {
    bool is_changed = false;
    std::string text;
    json::ObjectWriter writer(text);
    for (const json::Member member : object.members()) {
        bool is_unknown = false;
        Asked inner = asked_of_member(member.key.string(), asked, is_unknown);
        if (is_unknown && unknown_ == Unknown::dropped) {
            is_changed = true;
            continue;
        }
        std::optional<std::string> value;
        if (!inner.empty()) value = changed(member.value, std::move(inner));
        is_changed = is_changed || value;
        if (value) {
            writer.foreign_key(member.key.string()) += *value;
        } else {
            writer.copy(member);
        }
    }
    writer.close();
    return is_changed ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<std::string> Coercer::changed_array(json::Value array, const Asked& asked) {
    bool is_changed = false;
    std::string text = "[";
    std::size_t index = 0;
    for (const json::Value element : array.elements()) {
        if (index > 0) text += ',';
        Asked inner = asked_of_element(index++, asked);
        std::optional<std::string> value;
        if (!inner.empty()) value = changed(element, std::move(inner));
        is_changed = is_changed || value;
        text += value ? std::string_view(*value) : element.raw();
    }
    text += ']';
    return is_changed ? std::optional(std::move(text)) : std::nullopt;
}

Coercer::Asked Coercer::asked_of_member(std::string_view name, const Asked& asked, bool& is_unknown) const {
    Asked inner;
    for (const NodeIndex index : asked) {
        const Node& node = schema_[index];
        const std::size_t before = inner.size();
        if (const auto known = node.properties.find(name); known != node.properties.end()) inner.push_back(known->second);
        for (const auto& [pattern, schema] : node.pattern_properties) {
            if (pattern.matches(name)) inner.push_back(schema);
        }
        if (inner.size() > before || !node.additional_properties) continue;
        if (schema_[*node.additional_properties].is_never) {
            is_unknown = true;
        } else {
            inner.push_back(*node.additional_properties);
        }
    }
    return inner;
}

Coercer::Asked Coercer::asked_of_element(std::size_t index, const Asked& asked) const {
    Asked inner;
    for (const NodeIndex at : asked) {
        const Node& node = schema_[at];
        if (index < node.first_items.size()) {
            inner.push_back(node.first_items[index]);
        } else if (node.items) {
            inner.push_back(*node.items);
        }
    }
    return inner;
}

}  // namespace parley::schema
