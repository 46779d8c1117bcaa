// speech_service.hpp: the speech-to-text service of a region, asked with the operator's key.
//
// Its host stands in the configuration and nowhere else: what a request says is an id at most, of letters and digits.
#pragma once

#include <string>
#include <string_view>

#include "exchange/exchange_context.hpp"

namespace parley::server {

/// What a speech-to-text service answered, whatever it was.
struct SpeechReply {
    int status = 0;
    std::string body;

    bool ok() const { return status >= 200 && status < 300; }
};

/// The content type and the body of requests that have none.
inline constexpr std::string_view nothing;

enum class SpeechMethod : std::uint8_t { get, post, del };

/// The service for the region of the host that was asked; null where none is configured.
const config::SpeechToText* speech_service_of(const exchange::ExchangeContext& context);

/// One call, without a retry. `path` is ours; `body` stays where it is until this returns.
///
/// Errors  those of upstream::Attempt: nobody there, too slow, no HTTP, an answer longer than http.body_bytes_max.
Task<Result<SpeechReply>> ask_speech_service(exchange::ExchangeContext& context, const config::SpeechToText& service, SpeechMethod method,
                                             std::string path, std::string_view content_type, std::string_view body);

/// The error for a reply that is none: what of it is the caller's business is told, all else is the service's failure.
Error speech_failure(const SpeechReply& reply);

}  // namespace parley::server
