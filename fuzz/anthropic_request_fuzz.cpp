// Any bytes as a caller's request: what is sent to Anthropic is JSON of the size that was announced, whatever the caller wrote and
// whichever family of models is asked.
#include <string>

#include "config/hosts.hpp"
#include "property.hpp"
#include "providers/anthropic/encode.hpp"

using namespace parley;
using namespace parley::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    openai::ChatRequest request;
    if (openai::read_chat_request(view_of(data, size), request)) return 0;
    request.upstream_streams = request.stream;
    static const catalog::HostRules rules = config::find_host("anthropic")->rules;
    for (const catalog::FamilyRules& family : rules.families) {
        const auto encoded = providers::anthropic::encode_request(request, {"p", "m", ""}, family.rules, {"whole", "stream"});
        if (!encoded) continue;
        std::string body;
        for (const std::string_view slice : encoded->body) body += slice;
        require(body.size() == encoded->body_bytes, "the announced size is the size");
        json::Document document;
        require(!document.parse(body, {.depth_max = 80}), "what is sent is JSON");
    }
    return 0;
}
