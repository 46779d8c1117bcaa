#include "cli/local_gateway.hpp"

#include "control/client.hpp"

namespace parley::cli {
namespace {

// A field of an answer that is one; empty where it is missing or no text, which nothing accepts as a URL or a key.
std::string text_of(const nlohmann::json& answer, const char* name) {
    const auto found = answer.find(name);
    return found != answer.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Result<client::Gateway> local_gateway(const std::string& data) {
    const control::Answer answer = control::ask(data, {"access"});
    if (!answer && control::nobody_listens(answer.error())) {
        return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "no Parley runs on " + data};
    }
    if (!answer) return answer.error();
    Result<client::GatewayAddress> address = client::parse_gateway_address(text_of(*answer, "url"));
    if (!address) return address.error();
    Result<Secret> key = client::check_key(text_of(*answer, "key"));
    if (!key) return key.error();
    return client::Gateway{std::move(*address), std::move(*key)};
}

}  // namespace parley::cli
