#include "test_certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace parley::http::testing {
namespace {

constexpr long day = 24 * 60 * 60;

struct Identity {
    EVP_PKEY* key;
    X509* certificate;
};

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    if (!extension) throw std::runtime_error("certificate extension");
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Identity issue(const char* name, const Identity* issuer, const char* alternative_names, long from, long until) {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    static long serial = 1;
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), until);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1, -1,
                               0);
    X509* const signer = issuer ? issuer->certificate : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    add_extension(certificate, signer, NID_basic_constraints, alternative_names ? "CA:FALSE" : "critical,CA:TRUE");
    if (alternative_names) add_extension(certificate, signer, NID_subject_alt_name, alternative_names);
    X509_sign(certificate, issuer ? issuer->key : key, EVP_sha256());
    return {key, certificate};
}

// Removed with the program.
const std::filesystem::path& folder() {
    static const struct Folder {
        Folder() {
            std::string name = (std::filesystem::temp_directory_path() / "parley-tls-XXXXXX").string();
            if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
            path = name;
        }
        ~Folder() { std::filesystem::remove_all(path); }
        std::filesystem::path path;
    } made;
    return made.path;
}

std::string write(const std::string& name, const Identity& identity, bool key) {
    const std::string path = folder() / name;
    FILE* const file = std::fopen(path.c_str(), "w");
    if (key) {
        PEM_write_PrivateKey(file, identity.key, nullptr, nullptr, 0, nullptr, nullptr);
    } else {
        PEM_write_X509(file, identity.certificate);
    }
    std::fclose(file);
    return path;
}

void discard(const Identity& identity) {
    EVP_PKEY_free(identity.key);
    X509_free(identity.certificate);
}

struct Authorities {
    Authorities() {
        known = issue("Known Authority", nullptr, nullptr, -day, day);
        unknown = issue("Unknown Authority", nullptr, nullptr, -day, day);
        ::setenv("SSL_CERT_FILE", write("authority.pem", known, false).c_str(), 1);
    }
    ~Authorities() {
        discard(known);
        discard(unknown);
    }
    Identity known;
    Identity unknown;
};

}  // namespace

CertificateFiles make_certificate(Flaw flaw) {
    static const Authorities authorities;
    static int count = 0;
    const char* const names = flaw == Flaw::other_host ? "DNS:other.test" : "DNS:localhost,IP:127.0.0.1";
    const long from = flaw == Flaw::not_yet_valid ? day / 2 : flaw == Flaw::expired ? -2 * day : -day;
    const long until = flaw == Flaw::expired ? -day : day;
    const Identity* const issuer = flaw == Flaw::self_signed         ? nullptr
                                   : flaw == Flaw::unknown_authority ? &authorities.unknown
                                                                     : &authorities.known;
    const Identity made = issue("localhost", issuer, names, from, until);
    const std::string name = std::to_string(count++);
    CertificateFiles files{write(name + ".pem", made, false), write(name + ".key", made, true)};
    discard(made);
    return files;
}

}  // namespace parley::http::testing
