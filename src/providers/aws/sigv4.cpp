#include "providers/aws/sigv4.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "providers/sha256.hpp"

namespace parley::providers::aws {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string print_time(const char* format, UnixSeconds now) {
    std::tm parts{};
    const std::time_t seconds = now;
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

/// RFC 3986, 2.3; and the slash, which separates segments.
bool stays(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           std::string_view("-._~/").find(byte) != std::string_view::npos;
}

std::string encode_path(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char byte : path) {
        const auto value = static_cast<unsigned char>(byte);
        if (stays(byte)) {
            encoded += byte;
        } else {
            (encoded += '%').append({digits[value >> 4], digits[value & 0xf]});
        }
    }
    return encoded;
}

/// Pairs by name, then by value. Their encoding is the sender's.
std::string sorted_query(std::string_view query) {
    std::vector<std::string> pairs;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        pairs.emplace_back(query.substr(0, end));
        if (pairs.back().find('=') == std::string::npos) pairs.back() += '=';
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    std::sort(pairs.begin(), pairs.end());
    std::string sorted;
    for (const std::string& pair : pairs) sorted += (sorted.empty() ? "" : "&") + pair;
    return sorted;
}

/// Without space around it, and with one space where there were several.
std::string trimmed(std::string_view value) {
    std::string text;
    for (const char byte : value) {
        const bool is_space = byte == ' ' || byte == '\t';
        if (is_space && (text.empty() || text.back() == ' ')) continue;
        text += is_space ? ' ' : byte;
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

std::vector<Field> sorted_fields(std::vector<Field> fields) {
    std::stable_sort(fields.begin(), fields.end(), [](const Field& one, const Field& other) { return one.name < other.name; });
    return fields;
}

std::string signed_names(const Message& message) {
    std::string names;
    for (const Field& field : sorted_fields(message.fields)) names += (names.empty() ? "" : ";") + field.name;
    return names;
}

std::string print_scope(const Scope& scope, UnixSeconds now) {
    return print_time("%Y%m%d", now) + "/" + scope.region + "/" + scope.service + "/aws4_request";
}

Sha256 signing_key(const Credentials& credentials, const Scope& scope, UnixSeconds now) {
    const Sha256 of_day = hmac_sha256("AWS4" + std::string(credentials.secret_access_key.reveal()), print_time("%Y%m%d", now));
    const Sha256 of_region = hmac_sha256(bytes_of(of_day), scope.region);
    const Sha256 of_service = hmac_sha256(bytes_of(of_region), scope.service);
    return hmac_sha256(bytes_of(of_service), "aws4_request");
}

}  // namespace

std::string print_amz_date(UnixSeconds now) { return print_time("%Y%m%dT%H%M%SZ", now); }

std::string canonical_request(const Message& message) {
    std::string text = std::string(message.method) + "\n" + encode_path(message.path) + "\n" + sorted_query(message.query) + "\n";
    for (const Field& field : sorted_fields(message.fields)) text += field.name + ":" + trimmed(field.value) + "\n";
    return text + "\n" + signed_names(message) + "\n" + message.payload_hash;
}

std::string sign(const Message& message, const Credentials& credentials, const Scope& scope, UnixSeconds now) {
    const std::string where = print_scope(scope, now);
    const std::string to_sign =
        std::string(algorithm) + "\n" + print_amz_date(now) + "\n" + where + "\n" + to_hex(sha256(canonical_request(message)));
    const Sha256 signature = hmac_sha256(bytes_of(signing_key(credentials, scope, now)), to_sign);
    return std::string(algorithm) + " Credential=" + std::string(credentials.access_key_id.reveal()) + "/" + where +
           ", SignedHeaders=" + signed_names(message) + ", Signature=" + to_hex(signature);
}

}  // namespace parley::providers::aws
