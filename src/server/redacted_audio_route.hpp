// redacted_audio_route.hpp: GET /v2/transcript/<id>/redacted-audio: where the service that made a transcript keeps its audio without what
// was taken out. Only the service has audio.
//
// Source: AssemblyAI API reference, "Get redacted audio".
#pragma once

#include <string>
#include <string_view>

#include "server/routes.hpp"

namespace parley::server {

inline constexpr std::string_view redacted_audio_name = "redacted-audio";

/// The service's answer, {"redacted_audio_url", "status"}; 400 for a transcript that was handed in, else errors as those of the transcript.
Task<> show_redacted_audio(exchange::ExchangeContext& context, const RouteServices& services, std::string id);

}  // namespace parley::server
