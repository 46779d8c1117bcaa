#include "exchange/answer_fields.hpp"

namespace parley::exchange {

void erase_fields(std::string& fields, std::string_view name) {
    for (std::size_t line = 0; line < fields.size();) {
        const std::size_t length = fields.find("\r\n", line) + 2 - line;
        const bool is_named = fields.compare(line, name.size(), name) == 0 && fields.compare(line + name.size(), 2, ": ") == 0;
        is_named ? void(fields.erase(line, length)) : void(line += length);
    }
}

}  // namespace parley::exchange
