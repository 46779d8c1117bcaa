// field_table.hpp: what becomes of each field of a request, found by its name in one look.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/dialect_rules.hpp"
#include "json/document.hpp"
#include "json/name_hash.hpp"

namespace parley::providers::openai_dialect {

/// The first four are decided by the name alone; the others have a rule of their own in encode*.cpp.
enum class RequestField : std::uint8_t {
    passed,    // nobody's business but the upstream's
    denied,    // the gateway's own, and what would choose a destination or a credential: cut
    dropped,   // the host cannot be asked for it: cut, and the caller may learn of it
    renamed,   // has another name there
    sampling,  // goes only to a model that does not reason
    model,
    prompt,
    max_tokens,
    max_completion_tokens,
    stream,
    stream_options,
    n,
    functions,
    function_call,
    tools,
    tool_choice,
    parallel_tool_calls,
    response_format,
    reasoning,
    reasoning_effort,
};
constexpr std::size_t request_fields = static_cast<std::size_t>(RequestField::reasoning_effort) + 1;

class FieldTable {
  public:
    explicit FieldTable(const catalog::DialectRules& rules);

    RequestField find(std::string_view name) const { return find(name, json::name_hash(name)); }
    RequestField find(const json::Member& member) const {
        return member.is_escaped() ? find(member.key.string()) : find(member.name(), member.name_hash());
    }

  private:
    struct Entry {
        std::string name;
        RequestField field;
    };
    void set(std::string_view name, RequestField field);
    RequestField find(std::string_view name, std::uint32_t hash) const;

    std::vector<Entry> entries_;
    std::vector<std::uint16_t> slots_;  // open addressing: places in entries_ and one more, 0 for nothing
    unsigned shift_;                    // what is left of a hash without these lower bits is a place in slots_
};

}  // namespace parley::providers::openai_dialect
