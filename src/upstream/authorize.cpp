#include "upstream/authorize.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/wall_clock.hpp"
#include "http/client_exchange.hpp"
#include "http/loop.hpp"

namespace parley::upstream {
namespace {

constexpr std::size_t token_bytes_max = 64 * 1024;
/// How often it is looked whether the token has come. Only requests at the very beginning wait at all.
constexpr std::chrono::milliseconds look_interval{5};

Error failure(ErrorKind kind, const char* message) { return Error{.kind = kind, .source = ErrorSource::upstream, .message = message}; }

/// One request of those that bring a token. The deadline is that of all of them.
Task<Result<providers::TokenStep>> ask(const providers::TokenSource& source, const providers::TokenRequest& request,
                                       http::ConnectionPool& pool, Deadline deadline) {
    const bool has_body = !request.head.starts_with("GET ");  // RFC 9110, 8.6
    const std::string framing = has_body ? "content-length: " + std::to_string(request.body.size()) + "\r\n\r\n" : "\r\n";
    const std::array<std::string_view, 3> pieces = {request.head, framing, request.body};
    const providers::BaseUrl& place = source.place();
    const http::Origin origin{place.tls, place.host, place.port};
    const http::ClientExchange::Deadlines deadlines{token_fetch_timeout, deadline};
    const http::Limits limits;
    http::ClientExchange exchange(pool, limits, nullptr);
    const Result<void> answered = co_await exchange.request(origin, pieces, deadlines);
    if (!answered) co_return answered.error();
    const int status = exchange.head().status;
    const Result<std::string_view> body = co_await exchange.read_all(token_bytes_max, deadline);
    if (!body) co_return body.error();
    co_return source.read(request, status, *body, unix_now());
}

Task<Result<providers::Token>> ask_for_token(const providers::TokenSource& source, http::ConnectionPool& pool) {
    const Deadline deadline = Deadline::after(pool.loop().now(), token_fetch_timeout);
    providers::TokenRequest request = source.request(unix_now());
    for (int step = 0; step < providers::token_steps_max; ++step) {
        Result<providers::TokenStep> answered = co_await ask(source, request, pool, deadline);
        if (!answered) co_return answered.error();
        if (auto* const token = std::get_if<providers::Token>(&*answered)) co_return std::move(*token);
        request = std::move(std::get<providers::TokenRequest>(*answered));
    }
    co_return failure(ErrorKind::upstream_error, "the provider's token endpoint gave no token");
}

Task<> fetch(std::shared_ptr<providers::TokenCache> tokens, http::ConnectionPool& pool) {
    Result<providers::Token> token = co_await ask_for_token(tokens->source(), pool);
    if (token) {
        tokens->take(std::move(*token), unix_now());
    } else {
        tokens->fail(token.error(), unix_now());
    }
}

}  // namespace

Task<Result<Secret>> wait_for_token(std::shared_ptr<providers::TokenCache> tokens, http::ConnectionPool& pool, Deadline deadline,
                                    http::StopSignal* stop) {
    for (;;) {
        providers::TokenCache::Look look = tokens->look(unix_now());
        if (look.must_fetch) spawn(fetch(tokens, pool));
        if (look.token) co_return std::move(*look.token);
        if (look.failure) co_return std::move(*look.failure);
        if (deadline.passed(pool.loop().now())) co_return failure(ErrorKind::upstream_timeout, "the provider's token endpoint fell silent");
        const http::WaitResult woken = co_await pool.loop().sleep_for(look_interval, stop);
        if (woken == http::WaitResult::stopped) co_return failure(ErrorKind::upstream_unavailable, "nobody waits any more");
    }
}

}  // namespace parley::upstream
