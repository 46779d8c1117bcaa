// version.hpp: which Parley this is.
#pragma once

#include <string_view>

namespace parley {

/// The project's version, as CMakeLists.txt has it: "0.1.0".
std::string_view version();

}  // namespace parley
