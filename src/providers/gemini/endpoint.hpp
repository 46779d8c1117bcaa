// endpoint.hpp: where a model of Gemini's is asked, and with what head.
//
// The Gemini API and Vertex AI take the same bodies at different places: `https://generativelanguage.googleapis.com/v1beta` with a key
// in a field of its own, and `https://{region}-aiplatform.googleapis.com/v1/projects/{project}/locations/{region}/publishers/google`
// with a token. The base URL says which; both have `/models/{model}:generateContent` behind it.
// Source: Gemini API reference, "models.generateContent"; Vertex AI docs, "Generate content with the Gemini API".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "catalog/dialect_rules.hpp"
#include "providers/base_url.hpp"

namespace parley::providers::gemini {

/// A base URL without a path means this version of the API.
inline constexpr std::string_view default_version_path = "/v1beta";

enum class Method : std::uint8_t { generate, stream };

class Endpoint {
  public:
    Endpoint(const BaseUrl& url, const Secret& credential, catalog::Auth auth, std::string_view user_agent);

    /// Request line and fields, each ending in CRLF. The model is percent-encoded where need be; `models/x` and `gemini/x` are the
    /// same as `x`, and any other name with a slash (tunedModels/x) is a path of its own.
    std::string head(std::string_view model, Method method) const;

  private:
    std::string path_;
    std::string fields_;  // behind the request line, up to `accept`
};

}  // namespace parley::providers::gemini
