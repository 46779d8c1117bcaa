#include "providers/sha256.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <new>

namespace parley::providers {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// OpenSSL's digest calls fail only when memory runs out.
void check(bool done) {
    if (!done) throw std::bad_alloc();
}

}  // namespace

Sha256 sha256(std::span<const std::string_view> slices) {
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    check(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
    for (const std::string_view slice : slices) check(EVP_DigestUpdate(context.get(), slice.data(), slice.size()) == 1);
    Sha256 digest;
    check(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1);
    return digest;
}

Sha256 sha256(std::string_view text) { return sha256(std::span(&text, 1)); }

Sha256 hmac_sha256(std::string_view key, std::string_view text) {
    Sha256 digest;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
    check(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), digest.data(), nullptr) != nullptr);
    return digest;
}

std::string to_hex(const Sha256& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned char byte : digest) {
        hex += digits[byte >> 4];
        hex += digits[byte & 0xf];
    }
    return hex;
}

}  // namespace parley::providers
