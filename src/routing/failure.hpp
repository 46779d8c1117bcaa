// failure.hpp: what an attempt that failed leaves behind, as far as what comes next depends on it.
#pragma once

#include <chrono>
#include <optional>

#include "providers/failure_class.hpp"

namespace parley::routing {

struct Failure {
    providers::FailureClass failure = providers::FailureClass::unknown;
    std::optional<std::chrono::seconds> retry_after = std::nullopt;  // as the provider asked, if it asked
};

}  // namespace parley::routing
