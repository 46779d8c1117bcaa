// edit_parts.hpp: content that is a list of parts, as one host understands it.
#pragma once

#include <cstddef>

#include "providers/openai/request_edit.hpp"

namespace parley::providers::openai_dialect {

/// `parts` is the content of messages[position]. See edit_messages.hpp.
void edit_parts(RequestEdit& edit, json::Value parts, std::size_t position);

}  // namespace parley::providers::openai_dialect
