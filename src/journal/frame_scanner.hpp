// frame_scanner.hpp: the frames in some bytes of a segment, and what is wrong between them. Pure: no file, no memory of its own.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "journal/frame.hpp"

namespace parley::journal {

/// Bytes of a segment that are no frame although frames follow: [from, to), counted from the segment's beginning. With
/// from == to nothing is left of what should stand there: frames were cut out.
struct Damage {
    std::uint64_t from = 0;
    std::uint64_t to = 0;

    bool operator==(const Damage&) const = default;
};

/// No frame follows.
struct ScanEnd {
    std::uint64_t at = 0;        // after the last frame
    std::string_view rest = {};  // what is there instead; segment_end.hpp says what it should be
};

/// Goes through a segment's frames in order, stepping over what is damaged.
class FrameScanner {
  public:
    using Item = std::variant<Frame, Damage, ScanEnd>;

    /// bytes  of a segment from `offset` on, where a frame is expected that follows `before`. Have to outlive the scanner and
    ///        the frames it gives out.
    FrameScanner(std::string_view bytes, std::uint64_t offset, const SipSeed& salt, ChainEnd before)
        : rest_(bytes), offset_(offset), salt_(salt), chain_(before) {}

    /// After a ScanEnd there is nothing to ask for.
    Item next();

    std::uint64_t offset() const { return offset_; }
    const ChainEnd& chain() const { return chain_; }

  private:
    Item step_over_damage();

    std::string_view rest_;
    std::uint64_t offset_;
    SipSeed salt_;
    ChainEnd chain_;
    bool after_damage_ = false;  // what is lost there explains a link that does not fit
};

}  // namespace parley::journal
