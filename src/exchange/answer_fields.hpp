// answer_fields.hpp: lines of an answer's head that may be said again, once it is another target's answer.
#pragma once

#include <string>
#include <string_view>

namespace parley::exchange {

/// Removes every line of that name from `fields`, which http::append_field wrote.
void erase_fields(std::string& fields, std::string_view name);

}  // namespace parley::exchange
