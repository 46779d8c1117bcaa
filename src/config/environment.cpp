#include "config/environment.hpp"

#include <cstdlib>

namespace parley::config {

Environment process_environment() {
    return [](std::string_view name) -> std::optional<std::string> {
        const char* value = std::getenv(std::string(name).c_str());
        if (!value) return std::nullopt;
        return value;
    };
}

}  // namespace parley::config
