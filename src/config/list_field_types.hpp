// list_field_types.hpp: Fields that hold several texts or words. What is read takes the place of what was there before,
// so that one mapping may be read on top of another.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/field_types.hpp"

namespace parley::config {

/// False, and a problem, when the list has more or fewer entries than it may.
inline bool has_fitting_size(Reader& reader, const Node& node, std::size_t size, Bounds<std::size_t> bounds) {
    if (size >= bounds.least && size <= bounds.most) return true;
    reader.problem(node.mark, "must have " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most) + " entries");
    return false;
}

/// A list of texts, each at most `bytes_max` and as `check` wants it.
template <class Into>
Field<Into> text_list_field(std::string_view name, std::vector<std::string> Into::*member, Bounds<std::size_t> bounds,
                            std::size_t bytes_max, TextCheck check, std::string_view about) {
    return {{.name = std::string(name),
             .type = "list, " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most),
             .fallback = "[]",
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (!reader.expect(node, Node::Kind::sequence)) return;
                if (!has_fitting_size(reader, node, node.items.size(), bounds)) return;
                (into.*member).clear();
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Step step = reader.at(i);
                    auto text = reader.text(node.items[i], bytes_max);
                    if (!text) continue;
                    if (auto fault = check(*text)) {
                        reader.problem(node.items[i].mark, std::move(*fault));
                    } else {
                        (into.*member).push_back(std::move(*text));
                    }
                }
            }};
}

/// A mapping of names to texts, both as `check` wants them.
template <class Into>
Field<Into> text_map_field(std::string_view name, std::map<std::string, std::string> Into::*member, Bounds<std::size_t> bounds,
                           std::size_t bytes_max, TextCheck check, std::string_view about) {
    return {{.name = std::string(name),
             .type = "mapping of names, " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most),
             .fallback = "{}",
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (!reader.expect(node, Node::Kind::mapping)) return;
                if (!has_fitting_size(reader, node, node.entries.size(), bounds)) return;
                (into.*member).clear();
                for (const Entry& entry : node.entries) {
                    const Reader::Step step = reader.into(entry.name);
                    auto text = reader.text(entry.value, bytes_max);
                    if (!text) continue;
                    if (auto fault = check(entry.name)) reader.problem(entry.mark, "the name " + *fault);
                    if (auto fault = check(*text)) reader.problem(entry.value.mark, std::move(*fault));
                    (into.*member).insert_or_assign(entry.name, std::move(*text));
                }
            }};
}

/// Some of a closed list of words, kept in the order in which `choices` stand, each once.
template <class Into, class Value>
Field<Into> choice_list_field(std::string_view name, std::vector<Value> Into::*member, std::vector<Choice<Value>> choices,
                              std::string_view about) {
    std::vector<std::string> names;
    std::vector<std::string> fallback;
    const std::vector<Value> chosen = Into{}.*member;
    for (const auto& choice : choices) {
        names.emplace_back(choice.name);
        if (std::count(chosen.begin(), chosen.end(), choice.value) > 0) fallback.emplace_back(choice.name);
    }
    return {{.name = std::string(name),
             .type = "list of " + joined(names, ", "),
             .fallback = "[" + joined(fallback, ", ") + "]",
             .about = std::string(about)},
            [=](Reader& reader, const Node& node, Into& into) {
                if (!reader.expect(node, Node::Kind::sequence)) return;
                std::vector<std::string> words;
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Step step = reader.at(i);
                    auto word = reader.text(node.items[i], scalar_bytes_max);
                    if (!word) continue;
                    if (std::count(names.begin(), names.end(), *word) == 0) {
                        reader.problem(node.items[i].mark, "must be one of " + joined(names, ", "));
                    } else if (std::count(words.begin(), words.end(), *word) > 0) {
                        reader.problem(node.items[i].mark, "stands here twice");
                    } else {
                        words.push_back(std::move(*word));
                    }
                }
                (into.*member).clear();
                for (const auto& choice : choices) {
                    if (std::count(words.begin(), words.end(), choice.name) > 0) (into.*member).push_back(choice.value);
                }
            }};
}

}  // namespace parley::config
