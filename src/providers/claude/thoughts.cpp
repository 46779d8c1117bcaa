#include "providers/claude/thoughts.hpp"

#include <utility>

namespace parley::providers::claude {
namespace {

bool is_whole(json::Value block) {
    const auto has_text = [block](std::string_view name) { return block.find(name).is(json::Kind::string); };
    if (block.find("type").equals("redacted_thinking")) return has_text("data");
    return block.find("type").equals("thinking") && has_text("thinking") && has_text("signature");
}

}  // namespace

json::Value thoughts_in(json::Value provider_state) {
    const json::Value blocks = provider_state.find("anthropic").find("thinking");
    for (const json::Value block : blocks.elements()) {
        if (!is_whole(block)) return {};
    }
    return blocks.is(json::Kind::array) ? blocks : json::Value();
}

void Thoughts::begin_block(std::string_view type) {
    has_new_ = true;
    if (!blocks_.empty()) blocks_ += ',';
    blocks_ += R"({"type":")";
    blocks_ += type;
}

void Thoughts::add(std::string_view text, std::string_view signature) {
    if (signature.empty()) return;
    begin_block("thinking");
    blocks_ += R"(","thinking":")";
    blocks_ += text;
    blocks_ += R"(","signature":")";
    blocks_ += signature;
    blocks_ += R"("})";
}

void Thoughts::add_redacted(std::string_view data) {
    begin_block("redacted_thinking");
    blocks_ += R"(","data":")";
    blocks_ += data;
    blocks_ += R"("})";
}

void Thoughts::say_new(openai::EventSink& sink) {
    if (std::exchange(has_new_, false)) sink.signature(R"({"anthropic":{"thinking":[)" + blocks_ + "]}}");
}

}  // namespace parley::providers::claude
