// field_table.hpp: what becomes of each field of a request, found by its name in one look.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/dialect_rules.hpp"
#include "json/document.hpp"

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

/// Names in the order of their length, so that most lookups compare nothing: no field of ours is as long as the
/// caller's.
class FieldTable {
  public:
    explicit FieldTable(const catalog::DialectRules& rules);

    RequestField find(std::string_view name) const;
    RequestField find(json::Value key) const {
        return key.has_escapes() ? find(std::string_view(key.string())) : find(key.escaped());
    }

  private:
    static constexpr std::size_t name_bytes_max = 64;  // as long as a name in the configuration can be
    struct Entry {
        std::string name;
        RequestField field;
    };
    void set(std::string_view name, RequestField field);

    std::vector<Entry> entries_;
    std::array<std::uint16_t, name_bytes_max + 2> begin_{};  // of the names of each length
};

}  // namespace parley::providers::openai_dialect
