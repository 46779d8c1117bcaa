#include "postprocess/json_repair/mend.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(MendKind::count)> names{
    "comma_added",     "comma_removed",    "colon_added",     "colon_removed", "quote_added",     "quote_replaced",   "quote_escaped",
    "key_quoted",      "text_quoted",      "control_escaped", "escape_mended", "utf8_mended",     "strings_joined",   "word_replaced",
    "word_completed",  "number_mended",    "value_added",     "bracket_added", "bracket_removed", "bracket_replaced", "end_cut",
    "comment_removed", "ellipsis_removed", "call_unwrapped",  "stray_removed", "fence_removed",   "prose_removed",    "values_gathered",
};

}  // namespace

std::string_view to_string(MendKind kind) { return names[static_cast<std::size_t>(kind)]; }

}  // namespace parley::postprocess::json_repair
