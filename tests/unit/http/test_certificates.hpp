// test_certificates.hpp: a certificate authority for one test program, and certificates of every kind, good and bad.
#pragma once

#include <string>

namespace parley::http::testing {

/// What is wrong, if anything.
enum class Flaw { none, expired, not_yet_valid, other_host, unknown_authority, self_signed };

struct CertificateFiles {
    std::string certificate;  // PEM
    std::string key;
};

/// A certificate for localhost and 127.0.0.1, in files that live as long as the program. The first call makes the authority
/// and points SSL_CERT_FILE at it, so it must come before anything that speaks TLS.
CertificateFiles make_certificate(Flaw flaw);

}  // namespace parley::http::testing
