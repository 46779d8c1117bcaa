// white_space.hpp: texts that say nothing, as providers see it: they refuse them, and with them the whole conversation.
#pragma once

#include <string_view>

namespace parley::providers {

/// Whether the inside of a JSON string holds nothing but white space, Unicode's included.
bool is_blank(std::string_view escaped);

/// The same without the white space at its end.
std::string_view without_space_at_end(std::string_view escaped);

}  // namespace parley::providers
