#include "http/client_exchange.hpp"

#include <algorithm>
#include <array>

namespace parley::http {
namespace {

Error upstream_fault(ErrorKind kind, const char* message) {
    return Error{.kind = kind, .source = ErrorSource::upstream, .message = message};
}

Error no_answer_in_time() { return upstream_fault(ErrorKind::upstream_timeout, "the provider did not answer in time"); }

BodyDecoder unbounded_decoder(const Framing& framing, Limits limits) {
    limits.body_bytes_max = ~std::size_t{0};
    return BodyDecoder(framing, limits);
}

}  // namespace

ClientExchange::ClientExchange(ConnectionPool& pool, const Limits& limits, StopSignal* stop) : pool_(pool), limits_(&limits), stop_(stop) {}

ClientExchange::~ClientExchange() {
    if (connection_ && complete_ && reusable_ && input_.empty()) pool_.give_back(std::move(connection_));
}

/// What of a request is still to be written.
class ClientExchange::Outgoing {
  public:
    explicit Outgoing(std::span<const std::string_view> pieces) : pieces_(pieces) {}

    bool is_sent() const { return first_ == pieces_.size(); }
    /// Writes until all is sent, or the kernel takes no more for now, or there is nobody to write to.
    IoResult write_to(Stream& stream);

  private:
    std::span<const std::string_view> pieces_;
    std::size_t first_ = 0;    // the piece that goes on
    std::size_t skipped_ = 0;  // of which this much is sent
};

IoResult ClientExchange::Outgoing::write_to(Stream& stream) {
    for (;;) {
        std::array<iovec, 16> batch;
        std::size_t count = 0;
        for (std::size_t index = first_; index < pieces_.size() && count < batch.size(); ++index) {
            const std::string_view piece = pieces_[index].substr(index == first_ ? skipped_ : 0);
            batch[count++] = iovec{const_cast<char*>(piece.data()), piece.size()};
        }
        const IoResult result = stream.write_some({batch.data(), count});
        if (result.kind != IoResult::Kind::bytes) return result;
        skipped_ += result.bytes;
        while (first_ < pieces_.size() && skipped_ >= pieces_[first_].size()) skipped_ -= pieces_[first_++].size();
        if (is_sent()) return result;
    }
}

Task<Result<void>> ClientExchange::request(const Origin& origin, std::span<const std::string_view> pieces, Deadlines deadlines) {
    connection_ = pool_.take_idle(origin);
    for (;;) {
        if (!connection_) {
            const Deadline connected = Deadline::after(pool_.loop().now(), deadlines.connect).sooner(deadlines.first_byte);
            auto made = co_await pool_.connect(origin, connected, stop_);
            if (!made) co_return made.error();
            connection_ = std::move(*made);
        }
        co_await pool_.loop().turn_end().reached();
        if (stop_ && stop_->requested()) co_return no_answer_in_time();
        if (connection_->reused() && !connection_->is_quiet()) {
            connection_.reset();  // closed meanwhile, or it would give us an answer to nothing for ours
            continue;
        }
        connection_->stream().socket().wait_in(Pollable::Line::beginnings);
        Outgoing outgoing(pieces);
        const IoResult written = outgoing.write_to(connection_->stream());  // nearly always all of it, at once
        Sent sent = outgoing.is_sent() ? Sent::all : Sent::failed;
        if (written.kind == IoResult::Kind::would_block) sent = co_await send_rest(outgoing, written, deadlines.first_byte);
        if (sent == Sent::timed_out) co_return no_answer_in_time();
        // Also after a failure: a peer that refuses a request may say why and close before it has read all of it.
        const Result<bool> read = co_await read_head(deadlines.first_byte);
        if (!read) co_return read.error();
        if (*read) {
            reusable_ = reusable_ && sent == Sent::all;
            co_return Result<void>();
        }
        // Closed before a single byte came back.
        const bool stale = connection_->reused();
        connection_.reset();
        if (!stale) {
            co_return upstream_fault(ErrorKind::upstream_unavailable, "the provider closed the connection without an answer");
        }
    }
}

Task<ClientExchange::Sent> ClientExchange::send_rest(Outgoing& outgoing, IoResult blocked, Deadline deadline) {
    Stream& stream = connection_->stream();
    while (blocked.kind == IoResult::Kind::would_block) {
        Socket::Readiness turn = stream.as_wanted(blocked, deadline, stop_);
        if (co_await turn != WaitResult::ready) co_return Sent::timed_out;
        blocked = outgoing.write_to(stream);
    }
    co_return outgoing.is_sent() ? Sent::all : Sent::failed;
}

// True when a final head was read, false when the peer closed before any byte.
Task<Result<bool>> ClientExchange::read_head(Deadline deadline) {
    Stream& stream = connection_->stream();
    ResponseHeadReader reader(*limits_);
    std::size_t interim = 0;  // heads so far that were not the final one
    for (;;) {
        const WaitResult waited = co_await stream.readable(deadline, stop_);
        if (waited != WaitResult::ready) co_return no_answer_in_time();
        const std::span<char> buffer = pool_.loop().receive_buffer();
        const IoResult result = stream.read_some(buffer);
        if (result.kind == IoResult::Kind::would_block) continue;
        if (result.kind != IoResult::Kind::bytes) {
            if (kept_.empty() && interim == 0) co_return false;
            co_return upstream_fault(ErrorKind::upstream_unavailable, "the provider closed the connection within its answer");
        }
        std::string_view received(buffer.data(), result.bytes);
        if (!kept_.empty()) {
            kept_.append(received);
            received = kept_;
        }
        for (;;) {
            const Progress progress = reader.look(received, head_);
            if (progress == Progress::need_more) break;
            if (progress == Progress::refused || (head_.status < 200 && ++interim > limits_->interim_responses_max)) {
                co_return upstream_fault(ErrorKind::upstream_error, "the provider's answer is not valid HTTP");
            }
            received.remove_prefix(reader.size());
            if (head_.status >= 200) {
                decoder_ = unbounded_decoder(head_.framing, *limits_);
                reusable_ = head_.keep_alive && head_.framing.kind != Framing::Kind::until_close;
                input_ = received;
                co_return true;
            }
            reader.reset();
        }
        if (received.size() != kept_.size()) kept_ = std::string(received);  // otherwise it lies there already
    }
}

void ClientExchange::goes_on() {
    if (connection_) connection_->stream().socket().wait_in(Pollable::Line::rest);
}

ClientExchange::Step ClientExchange::next(std::string_view& slice) {
    switch (decoder_.next(input_, slice)) {
        case BodyDecoder::Status::slice: return Step::slice;
        case BodyDecoder::Status::need_more: return Step::need_input;
        case BodyDecoder::Status::done: complete_ = true; return Step::complete;
        case BodyDecoder::Status::refused:
        case BodyDecoder::Status::too_large: return Step::truncated;
    }
    return Step::truncated;
}

Task<ClientExchange::Step> ClientExchange::more(Deadline deadline, std::size_t bytes_max) {
    Stream& stream = connection_->stream();
    if (!kept_.empty()) std::string().swap(kept_);
    for (;;) {
        const WaitResult waited = co_await stream.readable(deadline, stop_);
        if (waited == WaitResult::timed_out) co_return Step::timed_out;
        if (waited == WaitResult::stopped) co_return Step::stopped;
        const std::span<char> buffer = pool_.loop().receive_buffer().first(std::min(bytes_max, Loop::receive_bytes));
        const IoResult result = stream.read_some(buffer);
        if (result.kind == IoResult::Kind::would_block) continue;
        if (result.kind == IoResult::Kind::bytes) {
            input_ = std::string_view(buffer.data(), result.bytes);
            co_return Step::need_input;
        }
        const bool proper_end = result.kind == IoResult::Kind::end && decoder_.end_of_input();
        reusable_ = false;
        complete_ = proper_end;
        co_return proper_end ? Step::complete : Step::truncated;
    }
}

Task<Result<std::string_view>> ClientExchange::read_all(std::size_t bytes_max, Deadline deadline) {
    std::string whole;
    std::string_view only;  // the first slice, as long as there is no second
    for (;;) {
        std::string_view slice;
        Step step = next(slice);
        if (step == Step::slice) {
            if (std::max(only.size(), whole.size()) + slice.size() > bytes_max) {
                co_return upstream_fault(ErrorKind::upstream_error, "the provider's answer is too large");
            }
            if (only.empty() && whole.empty()) {
                only = slice;
            } else {
                if (whole.empty()) whole.assign(only);
                whole.append(slice);
            }
            continue;
        }
        if (step == Step::need_input) {
            if (whole.empty()) whole.assign(only);  // the thread's buffer is about to be used by others
            step = co_await more(deadline);
            if (step == Step::need_input) continue;
        }
        if (step == Step::timed_out || step == Step::stopped) co_return no_answer_in_time();
        if (step == Step::truncated) {
            co_return upstream_fault(ErrorKind::upstream_error, "the provider's answer was cut off");
        }
        if (whole.empty()) co_return only;
        kept_ = std::move(whole);
        co_return std::string_view(kept_);
    }
}

}  // namespace parley::http
