#include "journal/frame_scanner.hpp"

namespace parley::journal {

FrameScanner::Item FrameScanner::next() {
    const std::optional<Frame> frame = parse_frame(rest_, salt_);
    if (!frame) return step_over_damage();
    if (!after_damage_ && !frame->follows(chain_)) {
        after_damage_ = true;
        return Damage{.from = offset_, .to = offset_};
    }
    after_damage_ = false;
    rest_.remove_prefix(frame->bytes());
    offset_ += frame->bytes();
    chain_ = frame->end;
    return *frame;
}

// The next whole frame cannot be one that somebody wrote into a payload: they do not know the salt.
FrameScanner::Item FrameScanner::step_over_damage() {
    for (std::size_t at = rest_.find(frame_marker, 1); at != std::string_view::npos; at = rest_.find(frame_marker, at + 1)) {
        if (!parse_frame(rest_.substr(at), salt_)) continue;
        const Damage damage{.from = offset_, .to = offset_ + at};
        rest_.remove_prefix(at);
        offset_ += at;
        after_damage_ = true;
        return damage;
    }
    return ScanEnd{.at = offset_, .rest = rest_};
}

}  // namespace parley::journal
