#include "providers/thought_signatures.hpp"

namespace parley::providers {
namespace {

std::string_view string_in(json::Value value) { return value.is(json::Kind::string) ? value.escaped() : std::string_view(); }

}  // namespace

bool ThoughtSignatures::add(std::string_view call_id, std::string_view signature) {
    std::string key = "\"" + std::string(call_id) + "\":\"";
    // A name that stands there twice would make JSON that we refuse when it comes back.
    if (members_.find(key) != std::string::npos) return false;
    if (members_.size() + key.size() + signature.size() > bytes_max) return false;
    if (!members_.empty()) members_ += ',';
    members_ += key;
    members_ += signature;
    members_ += '"';
    return true;
}

std::string ThoughtSignatures::json() const { return R"({"google":{"thought_signatures":{)" + members_ + "}}}"; }

std::string_view signature_beside(json::Value call) {
    return string_in(call.find("extra_content").find("google").find("thought_signature"));
}

std::string_view find_signature(json::Value provider_state, json::Value call) {
    const std::string_view beside = signature_beside(call);
    if (!beside.empty()) return beside;
    const json::Value signatures = provider_state.find("google").find("thought_signatures");
    if (!signatures) return {};
    return string_in(signatures.find(call.find("id").string()));
}

}  // namespace parley::providers
