#include "exchange/upstream_request_id.hpp"

#include <string>

#include "exchange/request_line.hpp"
#include "http/character_class.hpp"
#include "providers/safe_message.hpp"

namespace parley::exchange {
namespace {

/// 8-4-4-4-12 hexadecimal digits (RFC 9562, 4).
bool is_uuid(std::string_view id) {
    constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    constexpr auto hexadecimal = http::digits | http::CharacterClass::of("abcdefABCDEF");
    if (id.size() != form.size()) return false;
    for (std::size_t at = 0; at < form.size(); ++at) {
        const bool fits = form[at] == '-' ? id[at] == '-' : hexadecimal.has(id[at]);
        if (!fits) return false;
    }
    return true;
}

bool gives_away(std::string_view id, std::string_view credential) {
    std::string shown = providers::safe_message(id);
    providers::hide_secret(shown, credential);
    return shown != id;
}

}  // namespace

std::string_view loggable_request_id(std::string_view id, const Credential& credential) {
    if (is_uuid(id)) return id;
    const std::string_view checked = checked_request_id(id);
    if (checked.starts_with("req_") || checked.empty()) return checked;
    return gives_away(checked, credential()) ? std::string_view() : checked;
}

void note_upstream_request_id(ExchangeContext& context, std::size_t attempt, const upstream::ReplyHead& head) {
    if (head.request_id.empty()) return;
    AttemptFacts& facts = context.record.account.attempts[attempt];
    const auto credential = [&]() -> std::string_view {
        const auto provider = context.snapshot->config.providers.find(facts.target->target.provider);
        return provider == context.snapshot->config.providers.end() ? std::string_view() : provider->second.credential.reveal();
    };
    facts.upstream_id = loggable_request_id(head.request_id, credential);
    context.record.named_attempt = attempt;
}

}  // namespace parley::exchange
