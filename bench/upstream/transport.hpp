// transport.hpp: bytes to and from one accepted socket, in clear or through TLS.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "wire/socket.hpp"

namespace bench::upstream {

struct FreeTls {
    void operator()(SSL* session) const { SSL_free(session); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;

/// A server's TLS, from PEM files. Throws std::runtime_error with OpenSSL's words.
TlsContext tls_from(const std::string& certificate_file, const std::string& key_file);

/// What one read or write moved. No bytes and not closed: it would have blocked.
struct Moved {
    std::size_t bytes = 0;
    bool closed = false;
};

class Transport {
  public:
    /// tls: null for clear text; it outlives the transport. The handshake happens within the first reads.
    Transport(wire::Descriptor socket, SSL_CTX* tls);

    Moved read(std::span<char> into);
    Moved write(std::string_view bytes);

    int fd() const { return socket_.get(); }
    /// Whether a read that did not fill its buffer has emptied the socket. A TLS read ends at each record.
    bool short_read_means_empty() const { return session_ == nullptr; }

  private:
    Moved judge(int answer) const;

    wire::Descriptor socket_;
    std::unique_ptr<SSL, FreeTls> session_;
};

}  // namespace bench::upstream
