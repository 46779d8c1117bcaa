// exchange_context.hpp: one request on its way: what the stories share.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "auth/recent_keys.hpp"
#include "base/outcome.hpp"
#include "base/random.hpp"
#include "exchange/exchange_record.hpp"
#include "exchange/snapshot.hpp"
#include "http/connection_pool.hpp"
#include "http/server_exchange.hpp"
#include "json/document.hpp"
#include "limits/admission.hpp"
#include "limits/request_windows.hpp"
#include "limits/shedding.hpp"
#include "observe/line_log.hpp"
#include "observe/metrics.hpp"
#include "openai/error_body.hpp"
#include "thinking/state_keeper.hpp"

namespace parley::schema {
class SchemaCache;
}

namespace parley::exchange {

class Bookkeeper;
class SideThread;
class TranscriptFinder;

/// What belongs to one thread and outlives every request on it.
struct ThreadServices {
    http::Loop& loop;
    http::ConnectionPool& pool;
    observe::ThreadMetrics& metrics;
    limits::RequestWindows& request_windows;  // the process's
    observe::LineBuffer& request_log;
    Bookkeeper& books;
    thinking::StateKeeper& thinking_states;  // the process's
    schema::SchemaCache& schemas;            // the process's
    auth::RecentKeys recent_keys = {};
    json::Document reply = {};                // of whatever whole answer is being read; nothing of it outlasts a suspension
    std::string scratch = {};                 // the same for text
    TranscriptFinder* transcripts = nullptr;  // the process's; null: there are none
    SideThread* side_thread = nullptr;        // the process's; null: everything is done where it comes up
    limits::Admission* admission = nullptr;   // the process's; null: everybody is let in
    limits::Shedding shedding = {};           // of new requests, where this thread is late
};

struct ExchangeContext {
    ThreadServices& services;
    http::ServerExchange& http;
    std::shared_ptr<const Snapshot> snapshot;
    Uuid request_id;
    std::string_view region;                         // us | eu: of the listener that took the request; the snapshot's
    Outcome outcome = Outcome::refused;              // until something better is known
    bool close_after = false;                        // the connection ends with the answer
    std::string fields = {};                         // whole header lines that the answer carries, whatever it is
    std::shared_ptr<const auth::KeyRing> keys = {};  // the ring that let the caller in; keeps `caller` alive
    const auth::Principal* caller = nullptr;         // null on routes that are open
    ExchangeRecord record = {};
};

/// What the host that was asked promises about its region.
inline catalog::Residency residency_of(const ExchangeContext& context) { return context.snapshot->config.residency_in(context.region); }

/// The form that errors have for the callers of this configuration.
openai::ErrorShape error_shape_of(const config::Config& config);

/// The outcome of an exchange whose answer did not reach its caller to the end: whoever ended it, the caller or a drain.
Outcome unanswered(const ExchangeContext& context);

/// Answers with an error, in the one form that callers know. The outcome becomes `refused` when the caller was at fault or
/// we were not ready, `failed` otherwise, what unanswered() says when nobody takes the answer.
///
/// allow  for a 405: the methods that the path has; empty otherwise.
Task<> refuse(ExchangeContext& context, const Error& error, std::string allow = {});

/// Answers 200 with a JSON body, which may lie in the thread's output buffer.
Task<> respond_json(ExchangeContext& context, std::string_view body);

/// The error for a body that could not be read; nullopt when it was, or when there is nobody left to answer.
std::optional<Error> body_error(http::BodyStatus status);

}  // namespace parley::exchange
