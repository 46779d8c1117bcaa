#include "thinking/call_id_seal.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include "thinking/base64url.hpp"

namespace parley::thinking {
namespace {

constexpr std::size_t selector_bytes = 12;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t head_bytes = selector_bytes + nonce_bytes;
static_assert(head_bytes <= std::tuple_size_v<auth::Digest>);

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

std::string_view text_of(const auth::Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

/// A key of its own for each use of the secret.
auth::KeyedDigest derived(const Secret& secret, std::string_view use) {
    return auth::KeyedDigest(text_of(auth::KeyedDigest(secret.reveal()).of(use)));
}

/// Neither accounts nor ids hold a byte 0, so no two pairs look the same.
std::string bound_text(std::string_view account, std::string_view id) {
    std::string text(account);
    text += '\0';
    return text += id;
}

bool is_word(std::string_view id) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':';
    };
    return !id.empty() && id.size() <= call_id_bytes_max && std::all_of(id.begin(), id.end(), is_plain) &&
           id.find(seal_mark) == std::string_view::npos;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
int size_of(std::string_view text) { return static_cast<int>(text.size()); }

/// One pass of AES-256-GCM in either direction, up to its tag. OpenSSL's calls fail here only when memory runs out.
Cipher begun(const auth::Digest& key, std::string_view nonce, std::string_view bound, std::string_view in, std::string& out, int encrypts) {
    Cipher cipher(EVP_CIPHER_CTX_new());
    int written = 0;
    out.resize(in.size());
    auto* const to = reinterpret_cast<unsigned char*>(out.data());
    const bool done = cipher && EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(nonce), encrypts) == 1 &&
                      EVP_CipherUpdate(cipher.get(), nullptr, &written, bytes_of(bound), size_of(bound)) == 1 &&
                      EVP_CipherUpdate(cipher.get(), to, &written, bytes_of(in), size_of(in)) == 1;
    if (!done) throw std::bad_alloc();
    return cipher;
}

}  // namespace

CallIdSeal::CallIdSeal(const Secret& secret)
    : keys_(derived(secret, "parley: keys of thinking state in call ids, 1")),
      nonces_(derived(secret, "parley: nonces of thinking state in call ids, 1")) {}

auth::Digest CallIdSeal::key_of(std::string_view selector) const { return keys_.of(selector); }

std::optional<std::string> CallIdSeal::seal(std::string_view account, std::string_view id, std::string_view state) const {
    if (state.empty() || state.size() > sealed_state_bytes_max || !is_word(id)) return std::nullopt;
    const std::string bound = bound_text(account, id);
    const auth::Digest drawn = nonces_.of(bound + '\0' + std::string(state));
    std::string bytes(text_of(drawn).substr(0, head_bytes));
    const std::string_view head = bytes;

    std::string hidden;
    const Cipher cipher = begun(key_of(head.substr(0, selector_bytes)), head.substr(selector_bytes), bound, state, hidden, 1);
    std::array<unsigned char, tag_bytes> tag;
    int written = 0;
    const bool done = EVP_CipherFinal_ex(cipher.get(), tag.data(), &written) == 1 &&
                      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, tag.data()) == 1;
    if (!done) throw std::bad_alloc();

    bytes += hidden;
    bytes.append(reinterpret_cast<const char*>(tag.data()), tag.size());
    std::string sealed(id);
    sealed += seal_mark;
    append_base64url(sealed, bytes);
    return sealed;
}

std::optional<OpenedCall> CallIdSeal::open(std::string_view account, std::string_view call_id) const {
    const std::string_view id = id_before_seal(call_id);
    constexpr std::size_t sealed_bytes_max = head_bytes + sealed_state_bytes_max + tag_bytes;
    if (id.size() == call_id.size() || !is_word(id) || call_id.size() > id.size() + seal_mark.size() + sealed_bytes_max * 4 / 3 + 1) {
        return std::nullopt;
    }
    const std::optional<std::string> bytes = read_base64url(call_id.substr(id.size() + seal_mark.size()));
    if (!bytes || bytes->size() <= head_bytes + tag_bytes) return std::nullopt;
    const std::string_view all = *bytes;
    const std::string_view hidden = all.substr(head_bytes, all.size() - head_bytes - tag_bytes);
    std::array<unsigned char, tag_bytes> tag;
    std::copy_n(bytes_of(all) + all.size() - tag_bytes, tag_bytes, tag.begin());

    OpenedCall opened{std::string(id), {}};
    const std::string bound = bound_text(account, id);
    const Cipher cipher =
        begun(key_of(all.substr(0, selector_bytes)), all.substr(selector_bytes, nonce_bytes), bound, hidden, opened.state, 0);
    unsigned char rest;
    int written = 0;
    const bool is_ours = EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1 &&
                         EVP_CipherFinal_ex(cipher.get(), &rest, &written) == 1;
    if (!is_ours) return std::nullopt;
    return opened;
}

std::string_view id_before_seal(std::string_view call_id) { return call_id.substr(0, call_id.find(seal_mark)); }

}  // namespace parley::thinking
