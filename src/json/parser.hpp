// parser.hpp: the one validating pass over a text (RFC 8259), which leaves behind a Document's nodes.
#pragma once

#include <string_view>

#include "json/document.hpp"

namespace parley::json {

/// Fills the document's nodes, which are empty, from its text. There is no recursion and no stack of our own: depth costs
/// nothing but nodes.
ParseError parse_nodes(const Document& document, NodeArray& nodes, const ParseOptions& options);

}  // namespace parley::json
