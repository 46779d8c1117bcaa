#include "schema/coerce.hpp"

#include "schema/check.hpp"
#include "schema/coercer.hpp"

namespace parley::schema {

std::optional<std::string> coerce(const CompiledSchema& schema, json::Value value, Unknown unknown) {
    std::size_t steps = steps_for(value.raw().size());
    Coercer coercer(schema, unknown, steps);
    std::optional<std::string> changed = coercer.changed(value, {CompiledSchema::root});
    return steps == 0 ? std::nullopt : changed;
}

}  // namespace parley::schema
