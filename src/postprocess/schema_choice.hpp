// schema_choice.hpp: which of several values a model meant.
#pragma once

#include <string_view>

#include "postprocess/json_repair/repair.hpp"

namespace parley::postprocess {

/// The mended text, or, where several values were found and a JSON schema was asked for, the first of them that has the schema's
/// type and its required members. Where none fits, all of them as an array. Views into `repair`.
std::string_view choose_value(const json_repair::Repair& repair, std::string_view schema);

}  // namespace parley::postprocess
