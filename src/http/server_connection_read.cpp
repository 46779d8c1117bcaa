#include <algorithm>
#include <utility>

#include "http/loop.hpp"
#include "http/server_connection.hpp"

namespace parley::http {
namespace {

// What a caller says it will send is set aside up to here; of a longer body, what has come is doubled.
constexpr std::uint64_t trusted_length_max = 256 * 1024;

// A head and what fits beside it of its body: the rest of a long one is better read to where it stays.
constexpr std::size_t first_read_bytes_max = 8 * 1024;
static_assert(first_read_bytes_max <= Loop::receive_bytes);

// Of a body that nobody asks for, so much is read to keep its connection: at once, or not at all.
constexpr std::uint64_t passed_over_bytes_max = Loop::receive_bytes - 1;

// A connection between requests keeps no more than this of its buffers.
constexpr std::size_t kept_capacity = 4096;

void give_back(std::string& buffer) {
    buffer.clear();
    if (buffer.capacity() > kept_capacity) buffer.shrink_to_fit();
}

// When the next bytes of a body must be there. Without a minimum rate only silence has an end.
Deadline body_deadline(const Limits& limits, TimePoint began, std::uint64_t received, TimePoint now) {
    if (limits.body_bytes_per_second_min == 0) return Deadline::after(now, limits.idle_timeout);
    const auto earned = std::chrono::milliseconds(received * 1000 / limits.body_bytes_per_second_min);
    return Deadline::after(began, limits.body_grace + earned);
}

}  // namespace

Task<ServerConnection::HeadStatus> ServerConnection::read_head() {
    const Limits& limits = environment_.limits;
    RequestHeadReader reader(limits);
    head_.clear();
    Deadline deadline = Deadline::after(loop_.now(), input_.empty() ? limits.idle_timeout : limits.head_timeout);
    if (!input_.empty()) {
        // Pipelined. Answering whatever has come in one go would hold up every other connection of the thread.
        const WaitResult waited = co_await stream_.after_others(deadline, &stop_);
        if (waited != WaitResult::ready) co_return HeadStatus::closed;
    }
    for (;;) {
        if (!input_.empty()) {
            const Progress progress = reader.look(input_, head_);
            message_end_ = reader.size();
            refusal_ = reader.refusal();
            if (progress == Progress::complete) co_return HeadStatus::complete;
            if (progress == Progress::refused) co_return HeadStatus::refused;
        } else if (environment_.closing.when_idle && has_answered_) {
            co_return HeadStatus::closed;
        }
        if (input_.empty()) queue_as_idle();
        const WaitResult waited = co_await stream_.readable(deadline, &stop_);
        // A request that came while the thread had no time to look is no silence.
        const bool may_have_come = waited == WaitResult::timed_out && input_.empty();
        if (waited != WaitResult::ready && !may_have_come) co_return HeadStatus::closed;

        const std::span<char> buffer = loop_.receive_buffer().first(first_read_bytes_max);
        const IoResult result = stream_.read_some(buffer);
        if (result.kind == IoResult::Kind::would_block) {
            if (may_have_come) co_return HeadStatus::closed;
            continue;
        }
        unlink();
        if (result.kind != IoResult::Kind::bytes) co_return HeadStatus::closed;
        if (input_.empty()) deadline = Deadline::after(loop_.now(), limits.head_timeout);
        input_.append(buffer.data(), result.bytes);
    }
}

// Once: what a false alarm wakes, or TLS has to say to itself, does not make it wait anew.
void ServerConnection::queue_as_idle() {
    if (is_linked()) return;
    idle_since_ = loop_.now();
    environment_.idle.push_back(*this);
}

Task<BodyStatus> ServerConnection::read_body(std::size_t bytes_max) {
    if (!body_unread_) co_return BodyStatus::complete;
    if (head_.framing.kind == Framing::Kind::length) {
        if (head_.framing.length > bytes_max) co_return BodyStatus::too_large;
        if (input_.size() - message_end_ >= head_.framing.length) {
            body_view_ = std::string_view(input_).substr(message_end_, head_.framing.length);
            message_end_ += head_.framing.length;
            body_is_complete();
            co_return BodyStatus::complete;
        }
    }
    if (head_.expects_continue && input_.size() == message_end_) {
        const bool sent = co_await answer_expectation();
        if (!sent) co_return BodyStatus::gone;
    }
    if (head_.framing.kind == Framing::Kind::length && head_.framing.length <= trusted_length_max) co_return co_await read_placed_body();
    co_return co_await read_rest_of_body(bytes_max);
}

Task<bool> ServerConnection::answer_expectation() {
    std::string rest;
    if (!send({"HTTP/1.1 100 Continue\r\n\r\n"}, rest)) co_return false;
    if (rest.empty()) co_return true;
    co_return co_await finish_sending(std::move(rest));
}

// A body of known length is read to where it stays. One byte more than is due is asked for: a read that brings less has found the end of
// what is there, and nobody has to look again (Socket::read_some).
Task<BodyStatus> ServerConnection::read_placed_body() {
    const auto length = static_cast<std::size_t>(head_.framing.length);
    placed_body_ = loop_.spare_buffers().take(length + 1);
    char* const place = placed_body_.bytes.get();
    std::size_t filled = input_.size() - message_end_;
    std::copy_n(input_.data() + message_end_, filled, place);
    message_end_ = input_.size();
    const TimePoint began = loop_.now();
    while (filled < length) {
        const Deadline deadline = body_deadline(environment_.limits, began, filled, loop_.now());
        const WaitResult waited = co_await stream_.readable(deadline, &stop_);
        if (waited == WaitResult::timed_out) co_return BodyStatus::too_slow;
        if (waited == WaitResult::stopped) co_return BodyStatus::gone;

        const IoResult result = stream_.read_some({place + filled, length + 1 - filled});
        if (result.kind == IoResult::Kind::would_block) continue;
        if (result.kind != IoResult::Kind::bytes) {
            broken_ = true;
            co_return BodyStatus::gone;
        }
        filled += result.bytes;
    }
    if (filled > length) early_.push_back(place[length]);
    body_view_ = std::string_view(place, length);
    body_is_complete();
    co_return BodyStatus::complete;
}

Task<BodyStatus> ServerConnection::read_rest_of_body(std::size_t bytes_max) {
    const Limits& limits = environment_.limits;
    if (head_.framing.kind == Framing::Kind::length) body_.reserve(std::min<std::uint64_t>(head_.framing.length, trusted_length_max));
    std::string_view input = std::string_view(input_).substr(message_end_);
    BodyStatus status = take_body_bytes(input, bytes_max);
    message_end_ = input_.size() - input.size();
    const TimePoint began = loop_.now();
    while (status == BodyStatus::complete && !decoder_.done()) {
        const Deadline deadline = body_deadline(limits, began, decoder_.received(), loop_.now());
        const WaitResult waited = co_await stream_.readable(deadline, &stop_);
        if (waited == WaitResult::timed_out) co_return BodyStatus::too_slow;
        if (waited == WaitResult::stopped) co_return BodyStatus::gone;

        const std::span<char> buffer = loop_.receive_buffer();
        const IoResult result = stream_.read_some(buffer);
        if (result.kind == IoResult::Kind::would_block) continue;
        if (result.kind != IoResult::Kind::bytes) {
            broken_ = true;
            co_return BodyStatus::gone;
        }
        input = std::string_view(buffer.data(), result.bytes);
        status = take_body_bytes(input, bytes_max);
        early_.append(input);
    }
    if (status == BodyStatus::complete) {
        body_view_ = body_;
        body_is_complete();
    }
    co_return status;
}

// `complete` here only means that nothing is wrong so far; decoder_.done() says whether it was all.
BodyStatus ServerConnection::take_body_bytes(std::string_view& input, std::size_t bytes_max) {
    for (;;) {
        std::string_view slice;
        switch (decoder_.next(input, slice)) {
            case BodyDecoder::Status::slice:
                if (body_.size() + slice.size() > bytes_max) return BodyStatus::too_large;
                body_.append(slice);
                break;
            case BodyDecoder::Status::need_more:
            case BodyDecoder::Status::done: return BodyStatus::complete;
            case BodyDecoder::Status::refused: return BodyStatus::bad_framing;
            case BodyDecoder::Status::too_large: return BodyStatus::too_large;
        }
    }
}

void ServerConnection::body_is_complete() {
    body_unread_ = false;
    watch_for_hang_up();
}

// Nobody has asked for the body. If it is here it is in nobody's way, and the connection can go on: one that is refused where much is
// refused need not be opened anew, which costs more than a look at what the kernel holds of it. Nobody waits for the rest.
void ServerConnection::pass_over_body() {
    if (head_.framing.kind != Framing::Kind::length) return;
    const std::size_t behind_head = input_.size() - message_end_;
    if (behind_head >= head_.framing.length) {
        message_end_ += static_cast<std::size_t>(head_.framing.length);
        return body_is_complete();
    }
    if (head_.framing.length - behind_head > passed_over_bytes_max) return;
    const auto rest = static_cast<std::size_t>(head_.framing.length - behind_head);
    const std::span<char> buffer = loop_.receive_buffer().first(rest + 1);  // one more, as for a body that is wanted
    const IoResult result = stream_.read_some(buffer);
    if (result.kind != IoResult::Kind::bytes || result.bytes < rest) return;
    if (result.bytes > rest) early_.push_back(buffer[rest]);
    message_end_ = input_.size();
    body_is_complete();
}

void ServerConnection::release_body() {
    keep_early_bytes();
    early_ = std::string(input_);  // what is left belongs to later requests
    std::string().swap(input_);
    std::string().swap(body_);
    head_ = RequestHead{};
}

// Puts what belongs to later requests where the next head is read from, in the order in which it came.
void ServerConnection::keep_early_bytes() {
    input_.erase(0, message_end_);
    input_.append(early_);
    message_end_ = 0;
    body_view_ = {};
    loop_.spare_buffers().give_back(std::exchange(placed_body_, {}));
    give_back(body_);
    give_back(early_);
    if (input_.empty()) give_back(input_);
}

// Closing a socket with unread bytes in it sends a reset, which can destroy the answer on its way. So: FIN, then discard
// what still comes, for a limited time and amount (RFC 9112, 9.6).
Task<> ServerConnection::linger() {
    if (broken_) co_return;
    const Limits& limits = environment_.limits;
    stream_.shut_down_writing();
    const Deadline deadline = Deadline::after(loop_.now(), limits.linger_timeout);
    for (std::size_t discarded = 0; discarded < limits.linger_bytes_max;) {
        const WaitResult waited = co_await stream_.readable(deadline, &stop_);
        if (waited != WaitResult::ready) co_return;
        const IoResult result = stream_.read_some(loop_.receive_buffer());
        if (result.kind == IoResult::Kind::would_block) continue;
        if (result.kind != IoResult::Kind::bytes) co_return;
        discarded += result.bytes;
    }
}

}  // namespace parley::http
