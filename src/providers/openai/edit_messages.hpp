// edit_messages.hpp: the conversation as one host understands it.
#pragma once

#include <cstdint>

#include "providers/openai/request_edit.hpp"

namespace parley::providers::openai_dialect {

enum class History : std::uint8_t { modern, older };

/// Notes what must change in `messages`: the role of instructions, cache markers, content in flat text, pictures and
/// sound in the host's form, ids of calls, what says nothing there, the mark of an answer that the caller began. A part
/// that the host cannot take becomes a problem that names it. One pass; nothing is copied that stays.
///
/// Returns older, with a part of the edits noted, when a message has a form of older clients: see
/// openai/older_forms.hpp.
History edit_messages(RequestEdit& edit);

}  // namespace parley::providers::openai_dialect
