#include "providers/gemini/mend.hpp"

#include <string_view>

namespace parley::providers::gemini {

// The provider has no codes for these; the phrases are parts of its messages.
Repairs repairs_after(const UpstreamFailure& failure) {
    Repairs repairs;
    if (failure.failure != FailureClass::caller_fault) return repairs;
    const auto says = [&failure](std::string_view phrase) { return failure.message.find(phrase) != std::string::npos; };
    repairs.without_penalties = says("enalty is not enabled");
    repairs.relaxed_schemas = says("too many states") || says("schema is too complex");
    repairs.without_signatures = says("hought signature") || says("thought_signature");
    repairs.without_thinking = !repairs.without_signatures && (says("hinking budget") || says("hinking level") || says("hinking is not"));
    return repairs;
}

}  // namespace parley::providers::gemini
