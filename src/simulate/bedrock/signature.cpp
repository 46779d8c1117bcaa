#include "simulate/bedrock/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <vector>

namespace parley::simulate::bedrock {
namespace {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view text) {
    Digest digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return digest;
}

Digest hmac(std::string_view key, std::string_view text) {
    Digest digest{};
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data(), nullptr);
    return digest;
}

std::string_view text_of(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

std::string hex(const Digest& digest) {
    std::string text;
    for (const unsigned char byte : digest) {
        std::array<char, 3> digits{};
        std::snprintf(digits.data(), digits.size(), "%02x", byte);
        text += digits.data();
    }
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// The three parts of "AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...".
struct Authorization {
    std::vector<std::string> credential;  // key, day, region, service, aws4_request
    std::string signed_names;
    std::string signature;
};

std::optional<Authorization> read_authorization(std::string_view field) {
    constexpr std::string_view algorithm = "AWS4-HMAC-SHA256 ";
    if (!field.starts_with(algorithm)) return std::nullopt;
    Authorization authorization;
    for (std::string part : split(field.substr(algorithm.size()), ',')) {
        part.erase(0, part.find_first_not_of(' '));
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos) return std::nullopt;
        const std::string value = part.substr(equals + 1);
        if (part.starts_with("Credential=")) authorization.credential = split(value, '/');
        if (part.starts_with("SignedHeaders=")) authorization.signed_names = value;
        if (part.starts_with("Signature=")) authorization.signature = value;
    }
    const bool is_whole = authorization.credential.size() == 5 && !authorization.signed_names.empty() && !authorization.signature.empty();
    return is_whole ? std::optional(authorization) : std::nullopt;
}

/// Every byte but RFC 3986's unreserved ones and the slash is encoded, the percent signs that came with the path too.
std::string encode_again(std::string_view path) {
    std::string encoded;
    for (const char letter : path) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool stays = std::isalnum(byte) || letter == '-' || letter == '.' || letter == '_' || letter == '~' || letter == '/';
        std::array<char, 4> digits{};
        std::snprintf(digits.data(), digits.size(), "%%%02X", byte);
        encoded += stays ? std::string(1, letter) : std::string(digits.data());
    }
    return encoded;
}

std::string squeezed(std::string_view value) {
    std::string text;
    for (const char letter : value) {
        if (letter != ' ' || (!text.empty() && text.back() != ' ')) text += letter;
    }
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

std::string canonical_text(const Received& received, const std::string& signed_names) {
    std::vector<std::string> pairs = split(received.query, '&');
    std::sort(pairs.begin(), pairs.end());
    std::string text = std::string(received.method) + '\n' + encode_again(received.path) + '\n';
    for (std::size_t at = 0; at < pairs.size(); ++at) text += (at == 0 ? "" : "&") + pairs[at];
    text += '\n';
    for (const std::string& name : split(signed_names, ';')) text += name + ':' + squeezed(received.fields.find(name)) + '\n';
    return text + '\n' + signed_names + '\n' + hex(sha256(received.body));
}

const Keys* find_keys(std::string_view access_key_id) {
    if (access_key_id == example_keys.access_key_id) return &example_keys;
    return access_key_id == role_keys.access_key_id ? &role_keys : nullptr;
}

std::string sign(const Received& received, const Authorization& authorization, const Keys& keys) {
    const std::vector<std::string>& scope = authorization.credential;
    const std::string to_sign = "AWS4-HMAC-SHA256\n" + std::string(received.fields.find("x-amz-date")) + '\n' + scope[1] + '/' + scope[2] +
                                '/' + scope[3] + '/' + scope[4] + '\n' + hex(sha256(canonical_text(received, authorization.signed_names)));
    Digest key = hmac("AWS4" + std::string(keys.secret_access_key), scope[1]);
    for (const std::size_t part : {2, 3, 4}) key = hmac(text_of(key), scope[part]);
    return hex(hmac(text_of(key), to_sign));
}

/// "20260101T000000Z"
std::optional<std::int64_t> read_time(const std::string& text) {
    std::tm parts{};
    if (text.size() != 16 || !strptime(text.c_str(), "%Y%m%dT%H%M%SZ", &parts)) return std::nullopt;
    return timegm(&parts);
}

/// Whoever could change these could change what is asked.
bool signs_enough(const Received& received, const Authorization& authorization) {
    const std::vector<std::string> names = split(authorization.signed_names, ';');
    const auto is_signed = [&names](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    const bool has_token = !received.fields.find("x-amz-security-token").empty();
    return std::is_sorted(names.begin(), names.end()) && is_signed("host") && is_signed("x-amz-date") &&
           (!has_token || is_signed("x-amz-security-token"));
}

}  // namespace

std::optional<Denial> deny(const Received& received) {
    const std::string_view field = received.fields.find("authorization");
    if (field.starts_with("Bearer ")) return std::nullopt;
    if (field.empty()) return Denial{"MissingAuthenticationTokenException", "Missing Authentication Token"};
    const std::optional<Authorization> authorization = read_authorization(field);
    if (!authorization) return Denial{"IncompleteSignatureException", "Authorization header requires 'Credential' parameter."};
    const Keys* const keys = find_keys(authorization->credential[0]);
    const bool is_of_session = keys && (keys->session.empty() || received.fields.find("x-amz-security-token") == keys->session);
    if (!is_of_session) return Denial{"UnrecognizedClientException", "The security token included in the request is invalid."};
    const std::string date(received.fields.find("x-amz-date"));
    const std::optional<std::int64_t> time = read_time(date);
    if (!time || std::abs(*time - received.now) > clock_skew_seconds_max)
        return Denial{"InvalidSignatureException", "Signature expired: " + date + " is not the time of day here"};
    const std::vector<std::string>& scope = authorization->credential;
    if (scope[1] != date.substr(0, 8) || scope[3] != "bedrock" || scope[4] != "aws4_request")
        return Denial{"InvalidSignatureException", "Credential should be scoped to correct service: 'bedrock'."};
    if (!signs_enough(received, *authorization) || sign(received, *authorization, *keys) != authorization->signature) {
        return Denial{"InvalidSignatureException",
                      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
                      "Key and signing method. Consult the service documentation for details."};
    }
    return std::nullopt;
}

}  // namespace parley::simulate::bedrock
