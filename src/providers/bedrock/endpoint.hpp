// endpoint.hpp: where a model behind Amazon Bedrock is asked, and with what head.
//
// Source: Amazon Bedrock API reference, "Converse" and "ConverseStream".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "providers/base_url.hpp"

namespace parley::providers::bedrock {

enum class Method : std::uint8_t { converse, converse_stream };

class Endpoint {
  public:
    /// `key`: a Bedrock API key; empty where requests are signed or carry nothing.
    Endpoint(const BaseUrl& url, const Secret& key, std::string_view user_agent);

    /// Request line and fields, each ending in CRLF. A model's id is one segment of the path, so that its colons and slashes (it may
    /// be an ARN) are percent-encoded.
    std::string head(std::string_view model, Method method) const;

  private:
    std::string path_;
    std::string fields_;  // behind the request line, up to `accept`
};

/// The region in a host's name, "bedrock-runtime.eu-west-1.amazonaws.com"; empty where it has none.
std::string_view region_in(std::string_view host);

}  // namespace parley::providers::bedrock
