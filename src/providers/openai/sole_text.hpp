// sole_text.hpp: the text of a chunk whose only news it is.
#pragma once

#include "json/document.hpp"

namespace parley::providers::openai_dialect {

/// choices[0].delta.content of a chunk that tells ChunkReader nothing else; absent otherwise, and where it is empty. Fields that
/// ChunkReader does not look at may hold anything.
json::Value sole_text(json::Value root);

}  // namespace parley::providers::openai_dialect
