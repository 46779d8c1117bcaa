// speech_service.hpp: the speech-to-text service of a region, asked with the operator's key or with one that the caller shows.
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
    bool callers_key = false;  // the caller's own was shown

    bool ok() const { return status >= 200 && status < 300; }
};

/// The content type and the body of requests that have none.
inline constexpr std::string_view nothing;

enum class SpeechMethod : std::uint8_t { get, post, del };

/// The service for the region of the host that was asked; null where none is configured.
const config::SpeechToText* speech_service_of(const exchange::ExchangeContext& context);

/// Whether the caller shows a service that has no key of the operator's one of its own. What that key can see is the caller's.
bool shows_own_key(const exchange::ExchangeContext& context, const config::SpeechToText& service);

/// One call, without a retry. `path` is ours; `body` stays where it is until this returns.
///
/// Errors  bad_request where the caller has to show a key and does not; those of upstream::Attempt: nobody there, too slow, no HTTP, an
///         answer longer than http.body_bytes_max.
Task<Result<SpeechReply>> ask_speech_service(exchange::ExchangeContext& context, const config::SpeechToText& service, SpeechMethod method,
                                             std::string path, std::string_view content_type, std::string_view body);

/// The error for a reply that is none: what of it is the caller's business is told, all else is the service's failure.
Error speech_failure(const SpeechReply& reply);

}  // namespace parley::server
