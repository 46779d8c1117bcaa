#include "http/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace parley::http {
namespace {

std::string last_openssl_error() {
    std::array<char, 256> text{};
    const unsigned long code = ERR_get_error();
    if (code == 0) return "unknown error";
    ERR_error_string_n(code, text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

Error tls_error(std::string message) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = std::move(message)};
}

ssl_ctx_st* make_context(const SSL_METHOD* method) {
    SSL_CTX* context = SSL_CTX_new(method);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_read_ahead(context, 1);  // one recv for a record's header and body
    return context;
}

// Reading the system's roots takes milliseconds and megabytes: once per process, and only when TLS is first spoken.
X509_STORE* system_roots() {
    static X509_STORE* const store = [] {
        X509_STORE* made = X509_STORE_new();
        if (X509_STORE_set_default_paths(made) != 1) {
            X509_STORE_free(made);
            return static_cast<X509_STORE*>(nullptr);
        }
        return made;
    }();
    return store;
}

int on_new_session(SSL* ssl, SSL_SESSION* session) {
    static_cast<TlsClientContext*>(SSL_get_app_data(ssl))->remember(session);
    return 1;  // the reference is kept
}

constexpr unsigned char protocols[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered, unsigned offered_size, void*) {
    unsigned char* match = nullptr;
    const int found = SSL_select_next_proto(&match, size, protocols, sizeof protocols, offered, offered_size);
    *chosen = match;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

Result<std::unique_ptr<TlsServerContext>> TlsServerContext::open(const std::string& certificate, const std::string& key) {
    auto made = std::unique_ptr<TlsServerContext>(new TlsServerContext(make_context(TLS_server_method())));
    if (SSL_CTX_use_certificate_chain_file(made->context_, certificate.c_str()) != 1)
        return tls_error(certificate + ": not a PEM certificate chain: " + last_openssl_error());
    if (SSL_CTX_use_PrivateKey_file(made->context_, key.c_str(), SSL_FILETYPE_PEM) != 1)
        return tls_error(key + ": not a PEM private key: " + last_openssl_error());
    if (SSL_CTX_check_private_key(made->context_) != 1) return tls_error(key + ": does not belong to " + certificate);
    SSL_CTX_set_alpn_select_cb(made->context_, choose_protocol, nullptr);
    return made;
}

TlsServerContext::~TlsServerContext() { SSL_CTX_free(context_); }

TlsClientContext::TlsClientContext(ssl_ctx_st* context, std::string host) : context_(context), host_(std::move(host)) {}

Result<std::unique_ptr<TlsClientContext>> TlsClientContext::open(const std::string& host) {
    X509_STORE* const roots = system_roots();
    if (!roots) return tls_error("cannot read the system's certificate store: " + last_openssl_error());
    auto made = std::unique_ptr<TlsClientContext>(new TlsClientContext(make_context(TLS_client_method()), host));
    SSL_CTX_set1_cert_store(made->context_, roots);
    SSL_CTX_set_verify(made->context_, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(made->context_, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(made->context_, on_new_session);
    SSL_CTX_set_alpn_protos(made->context_, protocols, sizeof protocols);
    return made;
}

TlsClientContext::~TlsClientContext() {
    SSL_SESSION_free(session_);
    SSL_CTX_free(context_);
}

void TlsClientContext::remember(ssl_session_st* session) {
    SSL_SESSION_free(session_);
    session_ = session;
}

TlsSession::TlsSession(const TlsServerContext& context, int descriptor) : session_(SSL_new(context.context_)) {
    SSL_set_fd(session_, descriptor);
    SSL_set_accept_state(session_);
}

TlsSession::TlsSession(TlsClientContext& context, int descriptor) : session_(SSL_new(context.context_)) {
    SSL_set_app_data(session_, &context);
    SSL_set_fd(session_, descriptor);
    SSL_set_connect_state(session_);
    // An address is matched against the certificate's addresses and never sent as a server name (RFC 6066, 3).
    X509_VERIFY_PARAM* const wanted = SSL_get0_param(session_);
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, context.host_.c_str()) != 1) {
        ERR_clear_error();
        SSL_set_tlsext_host_name(session_, context.host_.c_str());
        SSL_set_hostflags(session_, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        SSL_set1_host(session_, context.host_.c_str());
    }
    if (context.session_) SSL_set_session(session_, context.session_);
}

TlsSession::TlsSession(TlsSession&& other) noexcept : session_(std::exchange(other.session_, nullptr)) {}
TlsSession::~TlsSession() { SSL_free(session_); }

IoResult TlsSession::outcome(int returned) {
    switch (SSL_get_error(session_, returned)) {
        case SSL_ERROR_WANT_READ: return {IoResult::Kind::would_block, 0, false};
        case SSL_ERROR_WANT_WRITE: return {IoResult::Kind::would_block, 0, true};
        case SSL_ERROR_ZERO_RETURN: return {IoResult::Kind::end};
        default: return {IoResult::Kind::failed};
    }
}

IoResult TlsSession::handshake() {
    ERR_clear_error();
    const int returned = SSL_do_handshake(session_);
    return returned == 1 ? IoResult{IoResult::Kind::bytes} : outcome(returned);
}

IoResult TlsSession::read_some(std::span<char> into) {
    ERR_clear_error();
    std::size_t total = 0;
    while (total < into.size()) {  // several records may have arrived together
        std::size_t got = 0;
        const int returned = SSL_read_ex(session_, into.data() + total, into.size() - total, &got);
        if (returned != 1) return total > 0 ? IoResult{IoResult::Kind::bytes, total} : outcome(returned);
        total += got;
        if (SSL_has_pending(session_) == 0) break;
    }
    return {IoResult::Kind::bytes, total};
}

IoResult TlsSession::write_some(std::span<const iovec> from) {
    // One record for small pieces: a chunk's size, data and end leave together.
    std::array<char, 16 * 1024> record;
    std::size_t filled = 0;
    for (const iovec& piece : from) {
        const std::size_t take = std::min(piece.iov_len, record.size() - filled);
        std::memcpy(record.data() + filled, piece.iov_base, take);
        filled += take;
        if (take < piece.iov_len) break;
    }
    ERR_clear_error();
    std::size_t sent = 0;
    const int returned = SSL_write_ex(session_, record.data(), filled, &sent);
    return returned == 1 ? IoResult{IoResult::Kind::bytes, sent} : outcome(returned);
}

void TlsSession::say_goodbye() {
    ERR_clear_error();
    if (SSL_is_init_finished(session_)) SSL_shutdown(session_);
    ERR_clear_error();
}

std::string TlsSession::why() const {
    const long verified = SSL_get_verify_result(session_);
    if (verified != X509_V_OK) return std::string("certificate refused: ") + X509_verify_cert_error_string(verified);
    return "TLS handshake failed: " + last_openssl_error();
}

}  // namespace parley::http
