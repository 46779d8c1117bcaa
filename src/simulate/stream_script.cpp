#include "simulate/stream_script.hpp"

namespace parley::simulate {

std::string ChunkSource::print(const Chunk& chunk, std::string_view line_end) const {
    std::string event;
    if (!chunk.name.empty()) event.append("event: ").append(chunk.name).append(line_end);
    return event.append("data: ").append(chunk.json).append(line_end).append(line_end);
}

std::string ChunkSource::comment(std::string_view line_end) const { return std::string(": keep-alive").append(line_end).append(line_end); }

std::optional<BreakOff> break_off(const Faults& faults) {
    if (faults.hang) return BreakOff{Ending::hang, *faults.hang};
    if (faults.cut) return BreakOff{Ending::cut, *faults.cut};
    if (faults.reset) return BreakOff{Ending::reset, *faults.reset};
    return std::nullopt;
}

StreamScript::StreamScript(std::unique_ptr<ChunkSource> chunks, Schedule schedule, Faults faults, std::string error_message)
    : chunks_(std::move(chunks)),
      schedule_(std::move(schedule)),
      faults_(std::move(faults)),
      error_message_(std::move(error_message)),
      break_off_(simulate::break_off(faults_)) {}

std::optional<Beat> StreamScript::next() {
    if (over_) return std::nullopt;
    if (break_off_ && break_off_->point.after == chunks_sent_) return end_with(break_off_->ending);
    if (faults_.error_in_stream == chunks_sent_) {
        over_ = true;
        return event(chunks_->error(error_message_), schedule_.next(0));
    }
    while (std::optional<Chunk> chunk = chunks_->next()) {
        if (chunk->kind == Chunk::Kind::finish && faults_.no_finish) continue;
        return chunk_beat(std::move(*chunk));
    }
    const std::optional<Chunk> end = chunks_->end();
    if (!end || faults_.no_done) return end_with(Ending::finish);
    over_ = true;
    Beat done = event(*end, schedule_.next(0));
    if (faults_.double_done) done.bytes += done.bytes;
    return done;
}

std::optional<Beat> StreamScript::chunk_beat(Chunk chunk) {
    ++chunks_sent_;
    if (faults_.big_event != 0 && chunks_sent_ == 2) pad_json(chunk.json, faults_.big_event);
    if (faults_.malformed == chunks_sent_) chunk.json.resize(chunk.json.size() / 2);
    Beat beat = event(chunk, schedule_.next(chunk.tokens));
    beat.is_chunk = true;
    return beat;
}

std::optional<Beat> StreamScript::end_with(Ending ending) {
    over_ = true;
    ending_ = ending;
    return std::nullopt;
}

Beat StreamScript::event(const Chunk& chunk, Duration at) const {
    const std::string_view line_end = faults_.crlf ? "\r\n" : "\n";
    Beat beat{.at = at, .bytes = {}, .is_chunk = false};
    if (faults_.comments) beat.bytes += chunks_->comment(line_end);
    beat.bytes += chunks_->print(chunk, line_end);
    return beat;
}

}  // namespace parley::simulate
