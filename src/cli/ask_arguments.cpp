#include "cli/ask_arguments.hpp"

#include <unistd.h>

#include <cerrno>

#include "base/decimal.hpp"
#include "cli/local_gateway.hpp"
#include "config/regular_file.hpp"
#include "json/utf8.hpp"

namespace parley::cli {
namespace {

constexpr std::string_view url_variable = "PARLEY_URL";
constexpr std::string_view key_variable = "PARLEY_API_KEY";
constexpr std::string_view white_space = " \t\r\n";

Error wrong(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

std::optional<std::string> stated(std::string_view variable, const config::Environment& environment) {
    auto value = environment(variable);
    if (value && value->empty()) return std::nullopt;
    return value;
}

Result<Secret> checked_key(std::string text, const std::string& origin) {
    Result<Secret> key = client::check_key(std::move(text));
    if (!key) return wrong(origin + ": " + key.error().message);
    return key;
}

Result<Secret> read_key_file(const std::string& path) {
    config::FileReading file = config::read_regular_file(path, client::key_bytes_max + 1);  // and its line feed
    if (!file.fault.empty()) return wrong("--key-file: " + path + ": " + file.fault);
    file.text.erase(file.text.find_last_not_of(white_space) + 1);
    return checked_key(std::move(file.text), "--key-file: " + path);
}

std::string no_key() { return "no key: set " + std::string(key_variable) + ", or name a file with --key-file"; }

Result<Secret> key_of(const AskArguments& arguments, const config::Environment& environment) {
    if (arguments.key) return checked_key(*arguments.key, "--key");
    if (arguments.key_file) return read_key_file(*arguments.key_file);
    if (auto key = stated(key_variable, environment)) return checked_key(std::move(*key), std::string(key_variable));
    return wrong(no_key());
}

Result<client::Gateway> gateway_nobody_named(const std::string& data) {
    Result<client::Gateway> local = local_gateway(data);
    if (local || local.error().kind != ErrorKind::not_found) return local;
    return wrong(no_key() + "; and " + local.error().message);
}

Result<std::string> read_everything(int descriptor) {
    std::string text;
    constexpr std::size_t piece_bytes = 64 * 1024;
    while (text.size() <= prompt_bytes_max) {
        const std::size_t size = text.size();
        text.resize(size + piece_bytes);
        const ssize_t got = ::read(descriptor, text.data() + size, piece_bytes);
        text.resize(size + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got == 0) break;
        if (got < 0 && errno != EINTR) return wrong("standard input cannot be read");
    }
    return text;
}

}  // namespace

Result<client::Gateway> gateway_of(const AskArguments& arguments, const config::Environment& environment) {
    const bool states_key = arguments.key || arguments.key_file || stated(key_variable, environment);
    if (!states_key && !arguments.url && !stated(url_variable, environment)) return gateway_nobody_named(arguments.data);
    const auto variable = stated(url_variable, environment);
    const std::string origin = arguments.url ? "--url" : std::string(url_variable);
    const std::string url = arguments.url ? *arguments.url : variable.value_or(std::string(client::default_url));
    Result<client::GatewayAddress> address = client::parse_gateway_address(url);
    if (!address) return wrong(origin + ": " + address.error().message);
    Result<Secret> key = key_of(arguments, environment);
    if (!key) return key.error();
    return client::Gateway{std::move(*address), std::move(*key)};
}

std::string warning_of(const client::GatewayAddress& address) {
    if (address.origin.tls || address.loopback) return {};
    return "the key and the conversation travel unencrypted to " + address.authority;
}

Result<client::ChatSettings> settings_of(const AskArguments& arguments) {
    constexpr std::uint64_t temperature_most = 2 * millionths_per_unit;
    client::ChatSettings settings{.max_tokens = arguments.max_tokens};
    if (arguments.temperature) {
        settings.temperature = parse_millionths(*arguments.temperature, temperature_most);
        if (!settings.temperature) return wrong("--temperature: must be a number from 0 to 2, such as 0.7");
    }
    if (arguments.system && json::find_bad_utf8(*arguments.system)) return wrong("--system: is not UTF-8");
    return settings;
}

Result<std::string> read_prompt(const std::vector<std::string>& words, int descriptor) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    if (words.empty()) {
        Result<std::string> read = read_everything(descriptor);
        if (!read) return read;
        text = std::move(*read);
        text.erase(text.find_last_not_of("\r\n") + 1);
    }
    if (text.find_first_not_of(white_space) == std::string::npos) return wrong("the prompt is empty");
    if (text.size() > prompt_bytes_max) return wrong("the prompt is longer than " + std::to_string(prompt_bytes_max) + " bytes");
    if (const auto at = json::find_bad_utf8(text)) return wrong("the prompt is not UTF-8, at byte " + std::to_string(*at));
    return text;
}

}  // namespace parley::cli
