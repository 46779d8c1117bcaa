#include "providers/google/rsa_key.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdint>

namespace parley::providers::google {

Result<RsaKey> RsaKey::parse(std::string_view pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    // No passphrase is asked for: a server has nobody to ask.
    const auto no_passphrase = [](char*, int, int, void*) { return -1; };
    std::shared_ptr<EVP_PKEY> key(bytes ? PEM_read_bio_PrivateKey(bytes.get(), nullptr, no_passphrase, nullptr) : nullptr, &EVP_PKEY_free);
    if (key && EVP_PKEY_base_id(key.get()) == EVP_PKEY_RSA) return RsaKey(std::move(key));
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = "the private key is no RSA key in PEM";
    return error;
}

std::string RsaKey::sign(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t bytes = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &bytes, begin, text.size()) != 1) {
        return {};
    }
    std::string signature(bytes, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &bytes, begin, text.size()) != 1) return {};
    signature.resize(bytes);
    return signature;
}

std::string base64url(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = held << 8 | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 6; bits -= 6) text += letters[held >> (bits - 6) & 0x3f];
    }
    if (bits > 0) text += letters[held << (6 - bits) & 0x3f];
    return text;
}

}  // namespace parley::providers::google
