// Any bytes as a caller's request: what is sent to Gemini is JSON of the size that was announced, whatever the caller wrote, whichever
// family of models is asked, and whatever is done differently the second time.
#include <string>

#include "config/hosts.hpp"
#include "property.hpp"
#include "providers/gemini/encode.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

void check(const openai::ChatRequest& request, const catalog::DialectRules& rules, const providers::gemini::Repairs& repairs) {
    const auto encoded = providers::gemini::encode_body(request, rules, repairs);
    if (!encoded) return;
    std::string body;
    for (const std::string_view slice : encoded->body) body += slice;
    require(body.size() == encoded->body_bytes, "the announced size is the size");
    json::Document document;
    require(!document.parse(body, {.depth_max = 128}), "what is sent is JSON");
    require(document.root().find("contents").size() > 0, "somebody says something");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    openai::ChatRequest request;
    if (openai::read_chat_request(view_of(data, size), request)) return 0;
    request.upstream_streams = request.stream;
    static const catalog::HostRules rules = config::find_host("gemini")->rules;
    check(request, rules.rules, {});
    for (const catalog::FamilyRules& family : rules.families) {
        check(request, family.rules, {});
        check(request, family.rules,
              {.without_penalties = true, .relaxed_schemas = true, .without_signatures = true, .without_thinking = true});
    }
    return 0;
}
