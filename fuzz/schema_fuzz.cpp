// JSON Schema under fuzzing: a line with a schema, then a value. Whatever the schema, it is compiled or refused, a check ends and tells
// little, what is coerced is JSON, and what fits is not changed.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "property.hpp"
#include "schema/check.hpp"
#include "schema/coerce.hpp"

namespace {

using namespace parley;
using fuzz::require;

void check_coerced(const schema::CompiledSchema& compiled, json::Value value, bool fits) {
    for (const schema::Unknown unknown : {schema::Unknown::kept, schema::Unknown::dropped}) {
        const std::optional<std::string> changed = schema::coerce(compiled, value, unknown);
        require(!fits || !changed, "what fits is not changed");
        if (!changed) continue;
        json::Document document;
        require(!document.parse(*changed), "what is coerced is JSON");
        require(*changed != value.raw(), "what is said to be changed is changed");
        if (!schema::check(compiled, document.root()).empty()) continue;
        require(!schema::coerce(compiled, document.root(), unknown), "what fits after it was changed stays as it is");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::view_of(data, size);
    const std::size_t line_end = input.find('\n');
    const auto compiled = schema::CompiledSchema::compile(input.substr(0, line_end));
    require(compiled || !compiled.error().message.empty(), "a refusal says why");
    if (!compiled || line_end == std::string_view::npos) return 0;
    json::Document document;
    if (document.parse(input.substr(line_end + 1))) return 0;
    const std::vector<schema::Violation> violations = schema::check(**compiled, document.root());
    require(violations.size() <= schema::violations_max, "little is told");
    for (const schema::Violation& violation : violations) require(!violation.rule.empty(), "every violation has a rule");
    check_coerced(**compiled, document.root(), violations.empty());
    return 0;
}
