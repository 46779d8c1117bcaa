// request_edit.hpp: one request while it is made fit for one host: what the caller wrote, by name, and what is to
// change.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/dialect_rules.hpp"
#include "json/splice.hpp"
#include "openai/chat_request.hpp"
#include "openai/problems.hpp"
#include "providers/openai/field_table.hpp"

namespace parley::providers::openai_dialect {

/// A host's rules, made ready for many requests.
struct PreparedRules {
    explicit PreparedRules(catalog::DialectRules from) : rules(std::move(from)), fields(rules) {}

    catalog::DialectRules rules;
    FieldTable fields;
};

class RequestEdit {
  public:
    /// Reads the names of all fields, and cuts and renames those whose name decides. Both must outlive the edit.
    RequestEdit(const openai::ChatRequest& request, const PreparedRules& prepared);

    const openai::ChatRequest& request;
    const catalog::DialectRules& rules;
    json::Splice splice;
    openai::Problems problems;           // that cannot be mended by dropping something
    std::vector<std::string> dropped;    // names of the caller's fields that the host will not see
    std::vector<json::Member> sampling;  // temperature, top_p, logprobs; left empty where they are always sent

    /// What the caller wrote there; absent when null, and when the field was dropped.
    json::Value value(RequestField field) const {
        const json::Value value = at(field).value;
        return value.is_null() ? json::Value() : value;
    }
    bool has(RequestField field) const { return static_cast<bool>(at(field).value); }

    /// Cuts a field, and says so unless it said nothing.
    void drop(const json::Member& member);
    void drop(RequestField field);
    /// Cuts a field whose meaning is kept elsewhere.
    void cut(RequestField field);
    /// Puts `json` in the place of the field, or at the end under the name. Once for each field.
    void set(RequestField field, std::string_view name, std::string json);

  private:
    void rename(const json::Member& member);
    const json::Member& at(RequestField field) const { return fields_[static_cast<std::size_t>(field)]; }

    std::array<json::Member, request_fields> fields_;
};

}  // namespace parley::providers::openai_dialect
