// tls.hpp: a thin layer over OpenSSL for non-blocking sockets.
//
// One SSL per connection, reading and writing its descriptor itself; buffers are released while a connection is idle
// (SSL_MODE_RELEASE_BUFFERS), which an idle stream pays with a few kilobytes where asio::ssl::stream keeps 34.
// TLS 1.2 is the least that is spoken. Upstream certificates are always verified, against the system's store (or
// SSL_CERT_FILE / SSL_CERT_DIR, as OpenSSL has it), host name included; no byte of a request is sent before.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"
#include "http/socket.hpp"

struct ssl_st;
struct ssl_ctx_st;
struct ssl_session_st;

namespace parley::http {

/// What a listener shows: certificate chain and key, read once.
class TlsServerContext {
  public:
    /// PEM files. Errors name the file and what is wrong with it.
    static Result<std::unique_ptr<TlsServerContext>> open(const std::string& certificate, const std::string& key);
    ~TlsServerContext();
    TlsServerContext(const TlsServerContext&) = delete;
    TlsServerContext& operator=(const TlsServerContext&) = delete;

  private:
    friend class TlsSession;
    explicit TlsServerContext(ssl_ctx_st* context) : context_(context) {}
    ssl_ctx_st* context_;
};

/// What one thread needs to call one upstream host: its own context and the last session, for resumption.
class TlsClientContext {
  public:
    /// `host` is what the certificate must be for. Fails when the certificate store cannot be read.
    static Result<std::unique_ptr<TlsClientContext>> open(const std::string& host);
    ~TlsClientContext();
    TlsClientContext(const TlsClientContext&) = delete;
    TlsClientContext& operator=(const TlsClientContext&) = delete;

    void remember(ssl_session_st* session);

  private:
    friend class TlsSession;
    TlsClientContext(ssl_ctx_st* context, std::string host);
    ssl_ctx_st* context_;
    std::string host_;
    ssl_session_st* session_ = nullptr;
};

/// One connection's TLS state. Never waits: `would_block` says which way to wait.
class TlsSession {
  public:
    TlsSession(const TlsServerContext& context, int descriptor);
    TlsSession(TlsClientContext& context, int descriptor);
    TlsSession(TlsSession&& other) noexcept;
    TlsSession& operator=(TlsSession&&) = delete;
    ~TlsSession();

    /// `bytes` when the handshake is complete. On failure why() says what was wrong.
    IoResult handshake();
    /// `end` only after the peer's close_notify: a bare FIN is `failed`, so a cut body is never taken for a whole one.
    IoResult read_some(std::span<char> into);
    IoResult write_some(std::span<const iovec> from);
    /// Sends close_notify if the socket takes it at once.
    void say_goodbye();
    std::string why() const;

  private:
    IoResult outcome(int returned);
    ssl_st* session_;
};

}  // namespace parley::http
