#include "schema/check.hpp"

#include <algorithm>

#include "schema/checker.hpp"

namespace parley::schema {
namespace {

constexpr std::size_t steps_least = 20'000;
constexpr std::size_t steps_per_byte = 20;
constexpr std::size_t steps_most = 4'000'000;

}  // namespace

std::size_t steps_for(std::size_t value_bytes) {
    const std::size_t bytes = std::min(value_bytes, steps_most / steps_per_byte);
    return std::min(steps_least + steps_per_byte * bytes, steps_most);
}

std::vector<Violation> check(const CompiledSchema& schema, json::Value value, NodeIndex node) {
    std::vector<Violation> violations;
    std::size_t steps = steps_for(value.raw().size());
    Checker checker(schema, steps, &violations);
    const bool fits = checker.fits(value, node, Place{});
    if (checker.gave_up()) return {{"", "would take too long to check"}};
    if (!fits && violations.empty()) return {{"", "does not fit the schema"}};
    return violations;
}

}  // namespace parley::schema
