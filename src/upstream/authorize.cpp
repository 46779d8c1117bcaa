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

Error failure(ErrorKind kind, const char* message) {
    return Error{.kind = kind, .source = ErrorSource::upstream, .message = message};
}

Task<Result<providers::Token>> ask(const providers::TokenSource& source, http::ConnectionPool& pool) {
    const providers::TokenRequest request = source.request(unix_now());
    const std::string framing = "content-length: " + std::to_string(request.body.size()) + "\r\n\r\n";
    const std::array<std::string_view, 3> pieces = {request.head, framing, request.body};
    const providers::BaseUrl& place = source.place();
    const http::Origin origin{place.tls, place.host, place.port};
    const Deadline deadline = Deadline::after(pool.loop().now(), token_fetch_timeout);
    const http::ClientExchange::Deadlines deadlines{token_fetch_timeout, deadline};
    const http::Limits limits;
    http::ClientExchange exchange(pool, limits, nullptr);
    const Result<void> answered = co_await exchange.request(origin, pieces, deadlines);
    if (!answered) co_return answered.error();
    const int status = exchange.head().status;
    const Result<std::string_view> body = co_await exchange.read_all(token_bytes_max, deadline);
    if (!body) co_return body.error();
    co_return source.read(status, *body, unix_now());
}

Task<> fetch(std::shared_ptr<providers::TokenCache> tokens, http::ConnectionPool& pool) {
    Result<providers::Token> token = co_await ask(tokens->source(), pool);
    if (token) {
        tokens->take(std::move(*token));
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
