#include "simulate/google/tokens.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>

#include "json/document.hpp"
#include "json/write.hpp"

namespace parley::simulate::google {
namespace {

constexpr std::string_view prefix = "ya29.sim-";
constexpr std::int64_t token_seconds = 3600;
constexpr std::int64_t short_seconds = 60;
constexpr std::size_t tokens_max = 10'000;  // given out by one simulator
constexpr std::int64_t clock_skew_seconds_max = 60;

std::optional<std::string> decode_base64url(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (const char letter : text) {
        const std::size_t value = letters.find(letter);
        if (value == std::string_view::npos) return std::nullopt;
        held = held << 6 | static_cast<unsigned>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(held >> bits & 0xff);
        }
    }
    return bytes;
}

bool is_signed(std::string_view text, const std::string& signature, const std::string& public_key) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> pem(BIO_new_mem_buf(public_key.data(), static_cast<int>(public_key.size())), &BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_bio_PUBKEY(pem.get(), nullptr, nullptr, nullptr),
                                                                  &EVP_PKEY_free);
    if (!key) return false;
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto bytes = [](std::string_view of) { return reinterpret_cast<const unsigned char*>(of.data()); };
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

/// `name=value` among the pairs of a form; empty where it is not.
std::string_view value_of(std::string_view pairs, std::string_view name) {
    while (!pairs.empty()) {
        const std::string_view pair = pairs.substr(0, pairs.find('&'));
        pairs.remove_prefix(std::min(pair.size() + 1, pairs.size()));
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) return pair.substr(name.size() + 1);
    }
    return {};
}

TokenAnswer refuse(int status, std::string_view error, std::string_view description) {
    TokenAnswer answer{status, {}};
    json::ObjectWriter body(answer.body);
    body.string("error", error);
    body.string("error_description", description);
    body.close();
    return answer;
}

/// What is wrong with an assertion; empty when nothing is.
std::string_view fault_of(std::string_view assertion, const std::string& public_key, std::int64_t now) {
    const std::size_t first = assertion.find('.');
    const std::size_t second = first == std::string_view::npos ? first : assertion.find('.', first + 1);
    if (second == std::string_view::npos) return "Invalid JWT: it has not three parts";
    const auto header = decode_base64url(assertion.substr(0, first));
    const auto claims = decode_base64url(assertion.substr(first + 1, second - first - 1));
    const auto signature = decode_base64url(assertion.substr(second + 1));
    json::Document head, body;
    if (!header || !claims || !signature || head.parse(*header) || body.parse(*claims)) return "Invalid JWT: it cannot be read";
    if (!head.root().find("alg").equals("RS256")) return "Invalid JWT: alg must be RS256";
    if (!is_signed(assertion.substr(0, second), *signature, public_key)) return "Invalid JWT Signature.";
    const json::Value claim = body.root();
    if (!claim.find("scope").equals("https://www.googleapis.com/auth/cloud-platform"))
        return "Invalid OAuth scope or ID token audience provided.";
    if (!claim.find("iss").string().ends_with(".iam.gserviceaccount.com")) return "Invalid JWT: iss must be a service account";
    if (claim.find("aud").string().find("/token") == std::string::npos) return "Invalid JWT: aud must be this endpoint";
    const std::int64_t issued = claim.find("iat").integer().value_or(0);
    const std::int64_t expires = claim.find("exp").integer().value_or(0);
    const bool is_of_now = issued <= now + clock_skew_seconds_max && expires > now && expires - issued <= token_seconds;
    return is_of_now ? std::string_view() : "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
}

}  // namespace

TokenAnswer Tokens::answer(std::string_view path, std::string_view form, std::int64_t now) {
    if (path.ends_with("/down")) return refuse(503, "temporarily_unavailable", "as it was told to be");
    if (value_of(form, "grant_type") != "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
        return refuse(400, "unsupported_grant_type", "Invalid grant_type: " + std::string(value_of(form, "grant_type")));
    const std::string_view fault = fault_of(value_of(form, "assertion"), public_key_, now);
    if (!fault.empty()) return refuse(400, "invalid_grant", fault);
    if (given_.size() >= tokens_max) return refuse(429, "rate_limited", "too many tokens");
    const std::int64_t seconds = path.ends_with("/short") ? short_seconds : token_seconds;
    const std::string token = std::string(prefix) + std::to_string(given_.size() + 1);
    given_.emplace(token, now + seconds);
    TokenAnswer answer;
    json::ObjectWriter body(answer.body);
    body.string("access_token", token);
    body.integer("expires_in", seconds);
    body.string("token_type", "Bearer");
    body.close();
    return answer;
}

std::optional<std::string> Tokens::deny(std::string_view authorization, std::int64_t now) const {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) return "Request is missing required authentication credential.";
    const std::string_view token = authorization.substr(scheme.size());
    if (!token.starts_with(prefix)) return std::nullopt;
    const auto given = given_.find(token);
    if (given != given_.end() && now < given->second) return std::nullopt;
    return "Request had invalid authentication credentials. Expected OAuth 2 access token.";
}

}  // namespace parley::simulate::google
