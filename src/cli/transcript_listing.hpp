// transcript_listing.hpp: a page of transcripts for people: when each was made, how far it is, its id.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace parley::cli {

/// A line for each; none where there are none. Ids come last, so that they can be cut out.
///
/// page    what the gateway answers to GET /v2/transcript
/// Errors  bad_request: that is no such page.
Result<std::string> print_listing(std::string_view page);

}  // namespace parley::cli
