// plausibility.hpp: does a value begin here, or is this prose with brackets in it?
//
// Each takes a Lookahead at the place in question and may leave it anywhere; see there what a starved answer is worth.
#pragma once

#include "postprocess/json_repair/lookahead.hpp"

namespace parley::postprocess::json_repair {

/// Behind a colon: a value, not the rest of a sentence.
bool is_value_start(Lookahead& look);
/// Behind a "{" or a "[". `clean`: nothing but white space, fences and comments stands before it.
bool object_is_plausible(Lookahead& look, bool clean);
bool array_is_plausible(Lookahead& look, bool clean);

}  // namespace parley::postprocess::json_repair
