#include "base/sip_hash.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

// Source: Aumasson & Bernstein, "SipHash", appendix A.
TEST(SipHash, agrees_with_the_paper) {
    const SipSeed seed{.low = 0x0706050403020100, .high = 0x0f0e0d0c0b0a0908};
    std::string text;
    for (char byte = 0; byte < 15; ++byte) text += byte;
    EXPECT_EQ(sip_hash(seed, text), 0xa129ca6149be45e5u);
}

TEST(SipHash, depends_on_every_byte_and_on_the_seed) {
    const SipSeed seed{.low = 1, .high = 2};
    const std::string text = "twenty-one characters";
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string other = text;
        other[at] ^= 1;
        EXPECT_NE(sip_hash(seed, other), sip_hash(seed, text));
        EXPECT_NE(sip_hash(seed, text.substr(0, at)), sip_hash(seed, text));
    }
    EXPECT_NE(sip_hash({.low = 2, .high = 2}, text), sip_hash(seed, text));
    EXPECT_NE(sip_hash({.low = 1, .high = 3}, text), sip_hash(seed, text));
}

// Source: the authors' reference implementation, vectors.h: the tag of the empty text under the key of the paper.
TEST(SipTag, agrees_with_the_reference_implementation) {
    const SipSeed seed{.low = 0x0706050403020100, .high = 0x0f0e0d0c0b0a0908};
    EXPECT_EQ(sip_tag(seed, ""), (SipTag{.low = 0xe6a825ba047f81a3, .high = 0x930255c71472f66d}));
}

TEST(SipTag, depends_on_every_byte_and_on_the_seed) {
    const SipSeed seed{.low = 1, .high = 2};
    const std::string text = "twenty-one characters";
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string other = text;
        other[at] ^= 1;
        EXPECT_NE(sip_tag(seed, other), sip_tag(seed, text));
    }
    EXPECT_NE(sip_tag({.low = 1, .high = 3}, text), sip_tag(seed, text));
}

}  // namespace
}  // namespace parley
