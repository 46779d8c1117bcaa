#include "http/content_coding.hpp"

#include <zlib.h>

#include <array>
#include <optional>

#include "http/fields.hpp"

namespace parley::http {
namespace {

constexpr int window_of_gzip = 15 + 16;
constexpr int window_of_zlib = 15;
constexpr int window_of_bare_deflate = -15;

Error coding_error(const char* message) {
    return Error{.kind = ErrorKind::upstream_error, .source = ErrorSource::upstream, .message = message};
}

// nullopt: damaged; longer than bytes_max: too large.
std::optional<std::string> inflate_all(std::string_view bytes, int window, std::size_t bytes_max) {
    z_stream stream{};
    if (::inflateInit2(&stream, window) != Z_OK) return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    int status = Z_OK;
    while (status == Z_OK && out.size() <= bytes_max) {
        std::array<char, 16 * 1024> piece;
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = piece.size();
        status = ::inflate(&stream, Z_NO_FLUSH);
        out.append(piece.data(), piece.size() - stream.avail_out);
    }
    ::inflateEnd(&stream);
    if (status != Z_STREAM_END && out.size() <= bytes_max) return std::nullopt;
    return out;
}

}  // namespace

Result<std::string> decode_content(std::string_view coding, std::string_view bytes, std::size_t bytes_max) {
    std::optional<std::string> whole;
    if (same_token(coding, "gzip") || same_token(coding, "x-gzip")) {
        whole = inflate_all(bytes, window_of_gzip, bytes_max);
    } else if (same_token(coding, "deflate")) {
        whole = inflate_all(bytes, window_of_zlib, bytes_max);
        if (!whole) whole = inflate_all(bytes, window_of_bare_deflate, bytes_max);
    } else {
        return coding_error("the provider's answer has a content coding that was not asked for");
    }
    if (!whole) return coding_error("the provider's compressed answer is damaged");
    if (whole->size() > bytes_max) return coding_error("the provider's compressed answer is too large");
    return std::move(*whole);
}

}  // namespace parley::http
