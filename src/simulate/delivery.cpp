#include "simulate/delivery.hpp"

#include <algorithm>
#include <optional>

#include "http/loop.hpp"
#include "simulate/gzip.hpp"
#include "simulate/raw_answer.hpp"

namespace parley::simulate {

namespace {

/// What a stream would have brought in all, for framing that contradicts itself.
std::string collect(StreamScript& script) {
    std::string body;
    while (std::optional<Beat> beat = script.next()) body += beat->bytes;
    return body;
}

}  // namespace

Task<Outcome> Delivery::send_whole(http::Response response, Duration at) {
    const bool here = co_await wait_until(at);
    if (!here) co_return ended(false, Outcome::cut);
    if (faults_.gzip) {
        response.body = GzipWriter().finish(response.body);
        http::append_field(response.fields, "content-encoding", "gzip");
    }
    if (faults_.breaks_framing()) {
        std::string bytes = print_contradictory_answer(response, faults_);
        const bool sent = co_await write_raw(std::move(bytes), 0);
        co_return ended(sent, Outcome::answered);
    }
    const std::optional<BreakOff> broken = simulate::break_off(faults_);
    const bool breaks = broken && broken->point.after < response.body.size();
    if (breaks || faults_.drip) {
        std::string bytes = print_raw_head(response, response.body.size());
        const std::size_t head_bytes = bytes.size();
        bytes.append(response.body, 0, breaks ? broken->point.after : std::string::npos);
        const bool sent = co_await write_raw(std::move(bytes), head_bytes);
        if (!sent || !breaks) co_return ended(sent, Outcome::answered);
        co_return co_await break_off(broken->ending);
    }
    const std::size_t body_bytes = response.body.size();
    const bool sent = co_await exchange_.respond(std::move(response));
    if (sent) count(body_bytes);
    co_return ended(sent, Outcome::answered);
}

Task<Outcome> Delivery::send_stream(http::Response head, StreamScript script, bool early_head) {
    if (faults_.breaks_framing()) {
        head.body = collect(script);
        co_return co_await send_whole(std::move(head), Duration(0));
    }
    std::optional<GzipWriter> gzip;
    if (faults_.gzip) {
        gzip.emplace();
        http::append_field(head.fields, "content-encoding", "gzip");
    }
    bool begun = early_head;
    bool sent = true;
    if (early_head) sent = co_await exchange_.begin_stream(head, "");
    while (sent) {
        const std::optional<Beat> beat = script.next();
        if (!beat) break;
        sent = co_await wait_until(beat->at);
        if (!sent) break;
        if (!begun && !faults_.drip && !gzip) {
            sent = co_await exchange_.begin_stream(head, beat->bytes);
        } else {
            if (!begun) sent = co_await exchange_.begin_stream(head, "");
            std::string bytes = gzip ? gzip->add(beat->bytes) : beat->bytes;
            if (sent) sent = co_await write_part(std::move(bytes));
        }
        begun = true;
        if (sent) count(beat->bytes.size(), beat->is_chunk ? 1 : 0);
    }
    if (sent && !begun) sent = co_await exchange_.begin_stream(head, "");
    if (!sent) co_return ended(false, Outcome::cut);
    if (script.ending() != Ending::finish) co_return co_await break_off(script.ending());
    const std::string last = gzip ? gzip->finish() : std::string();
    sent = co_await exchange_.end_stream(last);
    co_return ended(sent, Outcome::answered);
}

Task<Outcome> Delivery::send_bytes(std::string bytes, Duration at) {
    bool sent = co_await wait_until(at);
    if (sent) sent = co_await write_raw(std::move(bytes), 0);
    co_return ended(sent, Outcome::answered);
}

Task<Outcome> Delivery::end_without_answer(Ending ending, Duration at) {
    const bool here = co_await wait_until(at);
    if (!here) co_return ended(false, Outcome::cut);
    co_return co_await break_off(ending);
}

// False when the caller left first.
Task<bool> Delivery::wait_until(Duration at) {
    http::Loop& loop = exchange_.loop();
    const Deadline due = Deadline::after(exchange_.started(), at);
    if (!due.passed(loop.now())) co_await loop.sleep_until(due, &exchange_.stop());
    co_return !exchange_.stop().requested();
}

Task<bool> Delivery::wait_for_byte() {
    if (*faults_.drip > Duration(0)) co_await exchange_.loop().sleep_for(*faults_.drip, &exchange_.stop());
    co_return !exchange_.stop().requested();
}

// The first `head_bytes` of the bytes are not counted as body.
Task<bool> Delivery::write_raw(std::string bytes, std::size_t head_bytes) {
    const std::size_t step = faults_.drip ? 1 : bytes.size();
    bool sent = true;
    for (std::size_t begin = 0; sent && begin < bytes.size(); begin += step) {
        sent = co_await exchange_.write_raw(std::string_view(bytes).substr(begin, step));
        const std::size_t end = begin + step;
        if (sent && end > head_bytes) count(end - std::max(begin, head_bytes));
        if (sent && faults_.drip) sent = co_await wait_for_byte();
    }
    co_return sent;
}

Task<bool> Delivery::write_part(std::string bytes) {
    const std::size_t step = faults_.drip ? 1 : bytes.size();
    bool sent = true;
    for (std::size_t begin = 0; sent && begin < bytes.size(); begin += step) {
        sent = co_await exchange_.write(std::string_view(bytes).substr(begin, step));
        if (sent && faults_.drip) sent = co_await wait_for_byte();
    }
    co_return sent;
}

Task<Outcome> Delivery::break_off(Ending ending) {
    if (ending == Ending::hang) {
        co_await exchange_.loop().sleep_for(hang_max, &exchange_.stop());
        const bool here = !exchange_.stop().requested();
        if (here) exchange_.cut(http::ServerExchange::Cut::close);
        co_return ended(here, Outcome::cut);
    }
    exchange_.cut(ending == Ending::reset ? http::ServerExchange::Cut::reset : http::ServerExchange::Cut::close);
    co_return Outcome::cut;
}

/// A write that failed or a wait that was stopped means that the caller left, unless it is the simulator that stops.
Outcome Delivery::ended(bool sent, Outcome otherwise) const {
    if (sent) return otherwise;
    return exchange_.stop().reason() == http::StopReason::shutting_down ? Outcome::cut : Outcome::caller_left;
}

void Delivery::count(std::size_t bytes, std::size_t chunks) {
    RequestRecord* record = recorder_.find(sequence_);
    if (!record) return;
    record->bytes_sent += bytes;
    record->chunks_sent += chunks;
}

}  // namespace parley::simulate
