#include "auth/keyed_digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cassert>
#include <cstddef>
#include <new>

namespace parley::auth {
namespace {

constexpr std::size_t block_bytes = 64;  // of SHA-256 (FIPS 180-4, 1)
constexpr unsigned char inner_pad = 0x36;
constexpr unsigned char outer_pad = 0x5c;

/// OpenSSL's digest calls fail only when memory runs out.
void check(int result) {
    if (result != 1) throw std::bad_alloc();
}

}  // namespace

void KeyedDigest::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

KeyedDigest::KeyedDigest(std::string_view key) : inner_(begun_with(key, inner_pad)), outer_(begun_with(key, outer_pad)) {
    assert(key.size() >= 32);
    assert(key.size() <= block_bytes);
}

KeyedDigest::Context KeyedDigest::begun_with(std::string_view key, unsigned char pad) {
    std::array<unsigned char, block_bytes> block;
    block.fill(pad);
    for (std::size_t i = 0; i < key.size(); ++i) block[i] ^= static_cast<unsigned char>(key[i]);
    Context context(EVP_MD_CTX_new());
    check(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr));
    check(EVP_DigestUpdate(context.get(), block.data(), block.size()));
    OPENSSL_cleanse(block.data(), block.size());
    return context;
}

Digest KeyedDigest::of(std::string_view text) const {
    thread_local const Context scratch(EVP_MD_CTX_new());
    Digest digest;
    check(EVP_MD_CTX_copy_ex(scratch.get(), inner_.get()));
    check(EVP_DigestUpdate(scratch.get(), text.data(), text.size()));
    check(EVP_DigestFinal_ex(scratch.get(), digest.data(), nullptr));
    check(EVP_MD_CTX_copy_ex(scratch.get(), outer_.get()));
    check(EVP_DigestUpdate(scratch.get(), digest.data(), digest.size()));
    check(EVP_DigestFinal_ex(scratch.get(), digest.data(), nullptr));
    return digest;
}

}  // namespace parley::auth
