#include "providers/tool_parameters.hpp"

namespace parley::providers {

void write_parameters(std::string& here, GatherBody& body, json::Value parameters) {
    if (parameters.size() == 0) {
        here += no_parameters;
    } else if (parameters.find("type")) {
        body.add(here, parameters.raw());
    } else {
        here += R"({"type":"object",)";
        body.add(here, parameters.raw().substr(1));
    }
}

}  // namespace parley::providers
