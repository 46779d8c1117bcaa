// findings.hpp: what an examination has found, in words: for the log of a start, and for whoever verifies the books.
#pragma once

#include <vector>

#include "journal/examination.hpp"
#include "journal/notice.hpp"

namespace parley::journal {

/// Nothing for a whole segment. A torn tail is one of them, although a crash alone may leave it.
std::vector<Notice> findings_of(const SegmentReport& report);

}  // namespace parley::journal
