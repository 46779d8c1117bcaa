#include "providers/call_input.hpp"

#include "json/write.hpp"

namespace parley::providers {

void append_input(std::string& out, json::Value arguments, bool is_custom) {
    if (arguments.is(json::Kind::object)) {
        out += arguments.raw();
        return;
    }
    const std::string text = arguments.is(json::Kind::string) ? arguments.string() : std::string();
    json::Document document;
    const bool is_json = !is_custom && !document.parse(text);
    if (is_json && document.root().is(json::Kind::object)) {
        out += document.root().raw();
    } else if (text.find_first_not_of(" \t\r\n") == std::string::npos || (is_json && document.root().is_null())) {
        out += "{}";
    } else {
        json::ObjectWriter input(out);
        input.string(is_custom ? "input" : "value", text);
        input.close();
    }
}

}  // namespace parley::providers
