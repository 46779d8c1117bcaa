// ask_arguments.hpp: what `chat` and `compare` are told alike: which gateway, with which key, and how to ask.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "client/chat_request.hpp"
#include "client/gateway_address.hpp"
#include "config/environment.hpp"

namespace parley::cli {

struct AskArguments {
    std::optional<std::string> url = std::nullopt;  // else PARLEY_URL, else client::default_url
    std::optional<std::string> key = std::nullopt;  // seen by all who may list processes; else key_file, else PARLEY_API_KEY
    std::optional<std::string> key_file = std::nullopt;
    std::string data = "./parley-data";  // of the gateway that is asked where neither a URL nor a key is stated
    std::optional<std::string> system = std::nullopt;
    std::optional<std::int64_t> max_tokens = std::nullopt;
    std::optional<std::string> temperature = std::nullopt;  // a decimal, 0 to 2
    bool json = false;
    std::vector<std::string> prompt = {};  // words
};

/// A question longer than this is not asked: gateways refuse bodies of more than 10 MiB, and escapes take room.
inline constexpr std::size_t prompt_bytes_max = 8 * 1024 * 1024;

/// The stated gateway; where neither options nor variables state a URL or a key, the one that runs on `data`. A variable that is
/// set to nothing counts as not set. Errors: bad_request, naming the option, variable, file or directory.
Result<client::Gateway> gateway_of(const AskArguments& arguments, const config::Environment& environment);

/// What should be said before the first question: that a key travels readable for everyone. Empty: nothing.
std::string warning_of(const client::GatewayAddress& address);

/// Errors: bad_request, naming the option.
Result<client::ChatSettings> settings_of(const AskArguments& arguments);

/// The words, or, when there are none, everything that `descriptor` has, line feeds at its end left out.
/// Errors: bad_request for what is empty, no UTF-8, or longer than prompt_bytes_max.
Result<std::string> read_prompt(const std::vector<std::string>& words, int descriptor);

}  // namespace parley::cli
