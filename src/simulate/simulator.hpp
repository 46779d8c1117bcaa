// simulator.hpp: a simulated upstream that speaks the providers' APIs and misbehaves on request.
//
// Routes: POST /v1/chat/completions, POST /v1/messages, GET /v1/models (all also without /v1), /v2 of speech.hpp, Gemini's and Bedrock's,
// which name the model (gemini/address.hpp, bedrock/address.hpp), and those of inspection.hpp. Any key is accepted; a signature must be
// right, and a token that is given out here (google/tokens.hpp) must still hold. Credentials of a role are given out, too
// (bedrock/role.hpp). Independent of the gateway's own translators, so that it cannot share their mistakes.
#pragma once

#include <string_view>

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "http/server.hpp"
#include "simulate/delivery.hpp"
#include "simulate/dialect.hpp"
#include "simulate/google/tokens.hpp"
#include "simulate/recorder.hpp"
#include "simulate/script.hpp"
#include "simulate/speech.hpp"

namespace parley::simulate {

/// What a server needs to know to serve it: names of models stand percent-encoded in paths.
inline http::Limits http_limits() {
    http::Limits limits;
    limits.encoded_paths = true;
    return limits;
}

/// Not thread-safe: all of its exchanges run on one loop.
class Simulator {
  public:
    static constexpr std::size_t request_bytes_max = 10 * 1024 * 1024;

    struct Options {
        /// False for the gateway's built-in models: no faults, no script, no /sim routes, and nothing is recorded.
        bool test_upstream = true;
        Recorder::Limits limits = {};
        std::uint64_t seed = random_seed();  // of ids; answers have seeds of their own
        std::string google_key = {};         // the public key of a service account, in PEM: its tokens are given out
    };
    /// `started` is the moment that RequestRecord::at counts from.
    Simulator(const Options& options, TimePoint started);

    void set_script(Script script) { script_ = std::move(script); }

    /// Answers one request. The simulator outlives the exchange.
    Task<> answer(http::ServerExchange& exchange);
    http::Handler handler() {
        return [this](http::ServerExchange& exchange) { return answer(exchange); };
    }

    const Recorder& recorder() const { return recorder_; }

  private:
    Task<> inspect(http::ServerExchange& exchange);
    Task<Outcome> serve(http::ServerExchange& exchange, std::uint64_t sequence);
    Task<Outcome> chat(http::ServerExchange& exchange, std::uint64_t sequence, const Dialect& dialect);
    Task<Outcome> complete(http::ServerExchange& exchange, std::uint64_t sequence, const Dialect& dialect, Question question,
                           ModelOptions options);
    std::optional<Error> deny(http::ServerExchange& exchange, const Dialect& dialect) const;
    Task<Outcome> give_token(http::ServerExchange& exchange, std::uint64_t sequence);
    Task<Outcome> give_role(http::ServerExchange& exchange, std::uint64_t sequence);
    Task<Outcome> speech(http::ServerExchange& exchange, std::uint64_t sequence);
    Result<ModelOptions> choose(const Question& question, Duration now, std::string_view body);
    std::uint64_t record(const http::ServerExchange& exchange);

    Options options_;
    TimePoint started_;
    Recorder recorder_;
    Script script_;
    google::Tokens tokens_;
    Random random_;
    Speech speech_;
};

}  // namespace parley::simulate
