// blanks.hpp: what a look ahead passes before the next token: white space and comments.
#pragma once

#include "postprocess/json_repair/lookahead.hpp"

namespace parley::postprocess::json_repair {

struct Blanks {
    bool any = false;
    bool line_end = false;
};

/// Three back quotes that end a line.
bool fence_follows(Lookahead& look);
/// Passes white space and comments.
Blanks skip_blanks(Lookahead& look);

}  // namespace parley::postprocess::json_repair
