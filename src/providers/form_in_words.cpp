#include "providers/form_in_words.hpp"

namespace parley::providers {

std::string form_in_words(json::Value response_format, bool has_tools) {
    const json::Value schema = response_format.find("json_schema").find("schema");
    std::string sentence = "Answer with JSON ";
    sentence += schema ? "that this JSON Schema describes and with nothing else" : "and nothing else";
    if (has_tools) sentence += ", unless you call a function";
    if (!schema) return sentence + ".";
    return (sentence += ": ").append(schema.raw());
}

}  // namespace parley::providers
