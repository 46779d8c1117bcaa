#include "base/result.hpp"

#include <stdexcept>

namespace parley::detail {

void throw_for_value_of(const Error& error) { throw std::logic_error("value() of a failed Result: " + error.message); }

const Error& no_error() {
    static const Error none;
    return none;
}

}  // namespace parley::detail
