// address.hpp: a path of the Gemini API, which names the model and what is asked of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::simulate::gemini {

struct Address {
    std::string model;  // percent-decoded
    bool streams = false;
};

/// `/v1beta/models/{model}:generateContent` or `:streamGenerateContent`; as well under `/v1` and behind Vertex AI's
/// `/v1/projects/{project}/locations/{location}/publishers/google`, and without any of them. Nullopt for any other path.
std::optional<Address> read_address(std::string_view path);

}  // namespace parley::simulate::gemini
