#include "upstream/transport.hpp"

#include <openssl/err.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace bench::upstream {
namespace {

void require(bool held, const std::string& what) {
    if (held) return;
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    throw std::runtime_error(what + ": " + reason.data());
}

Moved judge_plain(ssize_t answer) {
    if (answer >= 0) return {.bytes = static_cast<std::size_t>(answer), .closed = false};
    return {.bytes = 0, .closed = errno != EAGAIN && errno != EINTR};
}

}  // namespace

TlsContext tls_from(const std::string& certificate_file, const std::string& key_file) {
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    require(context != nullptr, "SSL_CTX_new");
    require(SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) == 1, certificate_file);
    require(SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) == 1, key_file);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    return context;
}

Transport::Transport(wire::Descriptor socket, SSL_CTX* tls) : socket_(std::move(socket)) {
    if (tls == nullptr) return;
    session_.reset(SSL_new(tls));
    require(session_ != nullptr && SSL_set_fd(session_.get(), socket_.get()) == 1, "SSL_new");
    SSL_set_accept_state(session_.get());
}

Moved Transport::read(std::span<char> into) {
    if (session_) {
        ERR_clear_error();
        return judge(SSL_read(session_.get(), into.data(), static_cast<int>(into.size())));
    }
    const ssize_t answer = recv(socket_.get(), into.data(), into.size(), 0);
    if (answer == 0) return {.bytes = 0, .closed = true};
    return judge_plain(answer);
}

Moved Transport::write(std::string_view bytes) {
    if (session_) {
        ERR_clear_error();
        return judge(SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())));
    }
    return judge_plain(send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

Moved Transport::judge(int answer) const {
    if (answer > 0) return {.bytes = static_cast<std::size_t>(answer), .closed = false};
    const int reason = SSL_get_error(session_.get(), answer);
    return {.bytes = 0, .closed = reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE};
}

}  // namespace bench::upstream
