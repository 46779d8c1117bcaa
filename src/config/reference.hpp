// reference.hpp: docs/configuration.md, written from the tables that the reader follows.
#pragma once

#include <string>
#include <string_view>

namespace parley::config {

/// The page's example: a file that is read without a problem, as a test shows.
std::string_view example_config();

/// The whole page, as Markdown. A test holds the file against it.
std::string configuration_reference();

}  // namespace parley::config
