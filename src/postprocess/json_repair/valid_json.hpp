// valid_json.hpp: is a text JSON? For the many answers that are, and must not be touched.
#pragma once

#include <string_view>

namespace parley::postprocess::json_repair {

/// RFC 8259, UTF-8 included, at most depth_max levels. One pass, no allocation; text inside strings is read 16 bytes at a
/// time. Half of a surrogate pair that is written as an escape is let through: JavaScript and Python read it, too.
bool is_json(std::string_view text);

}  // namespace parley::postprocess::json_repair
