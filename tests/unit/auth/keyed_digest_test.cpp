// keyed_digest_test.cpp: our HMAC beside the vectors of RFC 4231 and OpenSSL's own.
#include "auth/keyed_digest.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>

#include "base/random.hpp"

namespace parley::auth {
namespace {

std::string hex(const Digest& digest) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 0xf];
    }
    return text;
}

Digest of_openssl(const std::string& key, const std::string& text) {
    Digest digest;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data(), nullptr);
    return digest;
}

// RFC 4231, 4.3: the key "Jefe" is shorter than we take, but HMAC fills keys with zeros to a whole block anyway.
TEST(KeyedDigest, answers_as_the_standard_has_it) {
    std::string key = "Jefe";
    key.resize(32, '\0');
    EXPECT_EQ(hex(KeyedDigest(key).of("what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(KeyedDigest, answers_as_openssl_does) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    for (const std::size_t key_bytes : {32, 33, 63, 64}) {
        std::string key(key_bytes, '\0');
        for (char& byte : key) byte = static_cast<char>(random.next());
        const KeyedDigest digest(key);
        for (std::size_t bytes = 0; bytes < 300; ++bytes) {
            std::string text(bytes, '\0');
            for (char& byte : text) byte = static_cast<char>(random.next());
            EXPECT_EQ(digest.of(text), of_openssl(key, text));
        }
    }
}

}  // namespace
}  // namespace parley::auth
