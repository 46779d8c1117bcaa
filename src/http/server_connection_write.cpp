#include <array>
#include <cassert>
#include <charconv>

#include "base/short_text.hpp"
#include "http/field_value.hpp"
#include "http/loop.hpp"
#include "http/server_connection.hpp"
#include "http/status_text.hpp"

namespace parley::http {
namespace {

void append_chunk_size(std::string& out, std::size_t size) {
    std::array<char, 16> digits;
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16);
    out.append(digits.data(), static_cast<std::size_t>(written.ptr - digits.data()));
    out += "\r\n";
}

constexpr std::string_view last_chunk = "0\r\n\r\n";

}  // namespace

void append_field(std::string& fields, std::string_view name, std::string_view value) {
    fields.reserve(fields.size() + name.size() + value.size() + 4);
    fields.append(name).append(": ");
    const std::size_t begin = fields.size();
    fields.append(value);
    for (std::size_t at = skip_field_value(fields, begin); at < fields.size(); at = skip_field_value(fields, at)) fields[at] = ' ';
    fields += "\r\n";
}

void ServerConnection::begin_answer(const Response& response) {
    assert(phase_ == Phase::unanswered);
    if (body_unread_ && !response.close) pass_over_body();
    if (response.close || body_unread_ || !head_.keep_alive || environment_.closing.after_answers) keep_alive_ = false;
}

// Everything but the framing field and the empty line.
void ServerConnection::append_head(std::string& out, const Response& response) {
    ShortText<128> start;
    start << "HTTP/1.1 " << response.status << " " << status_text(response.status) << "\r\ndate: " << loop_.date();
    out += start.view();
    if (!response.content_type.empty()) out.append("\r\ncontent-type: ").append(response.content_type);
    out += "\r\n";
    out += response.fields;
    if (!keep_alive_) {
        out += "connection: close\r\n";
    } else if (head_.version_minor == 0) {
        out += "connection: keep-alive\r\n";
    }
}

Task<bool> ServerConnection::respond(Response response) {
    const std::string_view body = response.body;
    co_return co_await respond_with(response, body);
}

Task<bool> ServerConnection::respond_with(const Response& response, std::string_view body) {
    begin_answer(response);
    phase_ = Phase::answered;
    std::string& head = loop_.head_buffer();
    head.clear();
    append_head(head, response);
    if (response.status != 204 && response.status != 304) {
        ShortText<64> framing;
        framing << "content-length: " << body.size() << "\r\n\r\n";
        head += framing.view();
    } else {
        head += "\r\n";
    }
    if (head_.method == Method::head) body = {};
    return send_at_turn_end({head, body});
}

Task<bool> ServerConnection::begin_stream(const Response& response, std::string_view bytes) {
    const bool chunked = head_.version_minor == 1;
    begin_answer(response);
    if (!chunked) keep_alive_ = false;
    phase_ = chunked ? Phase::streaming_chunks : Phase::streaming_until_close;
    std::string& head = loop_.head_buffer();
    head.clear();
    append_head(head, response);
    head += chunked ? "transfer-encoding: chunked\r\n\r\n" : "\r\n";
    if (!chunked || bytes.empty()) return send_at_turn_end({head, bytes});
    append_chunk_size(head, bytes.size());
    return send_at_turn_end({head, bytes, "\r\n"});
}

Task<bool> ServerConnection::write(std::string_view bytes) {
    if (bytes.empty()) co_return !broken_;  // an empty chunk would end the body
    std::string rest;
    bool sent = true;
    if (phase_ == Phase::streaming_chunks) {
        std::string& size_line = loop_.head_buffer();
        size_line.clear();
        append_chunk_size(size_line, bytes.size());
        sent = send({size_line, bytes, "\r\n"}, rest);
    } else {
        sent = send({bytes}, rest);
    }
    if (!sent || rest.empty()) co_return sent;
    co_return co_await finish_sending(std::move(rest));
}

Task<bool> ServerConnection::end_stream(std::string_view bytes) {
    const bool chunked = phase_ == Phase::streaming_chunks;
    phase_ = Phase::answered;
    if (!chunked) return send_at_turn_end({bytes});
    if (bytes.empty()) return send_at_turn_end({last_chunk});
    std::string& size_line = loop_.head_buffer();
    size_line.clear();
    append_chunk_size(size_line, bytes.size());
    return send_at_turn_end({size_line, bytes, "\r\n", last_chunk});
}

// An answer begins and ends together with those of others. Its parts lie in buffers that others use before the turn ends.
Task<bool> ServerConnection::send_at_turn_end(Parts parts) {
    std::string rest;
    bool sent = true;
    if (std::string* const buffer = loop_.turn_end().buffer()) {
        const std::size_t begin = buffer->size();
        for (const std::string_view part : parts) buffer->append(part);
        const std::size_t size = buffer->size() - begin;
        co_await loop_.turn_end().reached();
        const Parts whole{std::string_view(*buffer).substr(begin, size)};
        sent = send(whole, rest);
    } else {
        co_await loop_.turn_end().reached();  // at once
        sent = send(parts, rest);
    }
    if (!sent || rest.empty()) co_return sent;
    co_return co_await finish_sending(std::move(rest));
}

Task<bool> ServerConnection::write_raw(std::string_view bytes) {
    phase_ = Phase::answered;
    keep_alive_ = false;
    std::string rest;
    if (!send({bytes}, rest)) co_return false;
    if (rest.empty()) co_return true;
    co_return co_await finish_sending(std::move(rest));
}

// Writes what the kernel takes at once; what it leaves is copied to `rest`. False when the client is gone.
bool ServerConnection::send(const Parts& parts, std::string& rest) {
    if (broken_) return false;
    std::array<iovec, 4> pieces;
    std::size_t count = 0;
    std::size_t total = 0;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        pieces[count++] = iovec{const_cast<char*>(part.data()), part.size()};
        total += part.size();
    }
    const IoResult result = stream_.write_some({pieces.data(), count});
    const bool blocked = result.kind == IoResult::Kind::would_block;
    if (result.kind != IoResult::Kind::bytes && !blocked) {
        broken_ = true;
        return false;
    }
    if (result.bytes == total) return true;
    rest.reserve(total - result.bytes);
    std::size_t skipped = 0;
    for (const std::string_view part : parts) {
        const std::size_t taken = std::min(part.size(), result.bytes - std::min(result.bytes, skipped));
        rest.append(part.substr(taken));
        skipped += part.size();
    }
    return true;
}

Task<bool> ServerConnection::finish_sending(std::string rest) {
    const bool sent = co_await stream_.write_all(rest, environment_.limits.write_timeout, answer_by_, &stop_);
    if (!sent) {
        broken_ = true;
        // Who has stopped reading is not sent the rest: after a close the kernel would go on trying, and keep it for minutes.
        if (!stop_.requested()) stream_.reset();
    }
    co_return sent;
}

}  // namespace parley::http
