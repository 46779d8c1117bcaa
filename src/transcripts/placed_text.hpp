// placed_text.hpp: what stands in the place of tags, written into the strings that hold them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "json/splice.hpp"
#include "transcripts/tags.hpp"

namespace parley::transcripts {

/// Whether a cache marker stands behind what was placed last. The string that holds it is in parts then: one that ends there, and the
/// rest.
enum class Marker : std::uint8_t { none, after_last };

/// Replaces the strings that hold tags; what is put into them is not looked at.
///
/// places      as find_tags() gives them: those of one string stand together, by offset
/// renderings  one for each place
void replace_tags(json::Splice& splice, const std::vector<TagPlace>& places, const std::vector<std::string>& renderings,
                  Marker marker = Marker::none);

/// The conversation by itself, with other words in it.
std::string copy_placed(json::Value conversation, const std::vector<std::string>& renderings);

}  // namespace parley::transcripts
