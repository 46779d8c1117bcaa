// transcript_routes.hpp: /v2: transcripts that are handed in, shown and deleted, and audio that goes on to a speech-to-text service.
//
// Paths and answers are those of AssemblyAI's API, so that its clients work with another base URL; its errors are {"error":"text"}.
// Source: AssemblyAI API reference, "Transcripts", "Upload a media file".
#pragma once

#include "server/routes.hpp"

namespace parley::server {

// POST /v2/transcript: keeps a transcript under an id of ours, or, where the body names audio, has one made.
Task<> create_transcript(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);

// PUT, GET and DELETE /v2/transcript/<id>.
Task<> put_transcript(exchange::ExchangeContext& context, const RouteServices& services, std::string_view id);
Task<> show_transcript(exchange::ExchangeContext& context, const RouteServices& services, std::string_view id);
Task<> delete_transcript(exchange::ExchangeContext& context, const RouteServices& services, std::string_view id);

// POST /v2/upload: hands audio to the speech-to-text service of the region.
Task<> upload_audio(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);

}  // namespace parley::server
