// stream_repair.hpp: the same for a text that is still arriving.
//
// What was written is at every moment the beginning of the JSON that will have been written at the end, however the text is
// cut into pieces. Of several values the first one counts. A text without any is known for what it is only at its end, or when
// it is nested too deeply: then what was written so far is no document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "postprocess/json_repair/mender.hpp"
#include "postprocess/json_repair/repair.hpp"

namespace parley::postprocess::json_repair {

/// Read and not written yet, at most: half a key, a comma that may turn out to be the last, a quote that may not end its string.
inline constexpr std::size_t held_bytes_max = 256;

class StreamRepair {
  public:
    /// Appends to `out` whatever is certain by now.
    void feed(std::string_view bytes, std::string& out);
    /// The text is over: appends the rest. The fault says that what was written is not, and will not be, JSON.
    std::optional<RepairFault> finish(std::string& out);

    std::size_t held_bytes() const { return buffer_.size() + mender_.held_bytes(); }
    const Mends& mends() const { return mender_.mends(); }
    /// The one value is written; what still arrives is of no interest.
    bool is_over() const { return state_ != Mender::State::starved; }

  private:
    void run(bool last, std::string& out);

    Mender mender_{Mender::Roots::any, Mender::Pace::streaming};
    Mender::State state_ = Mender::State::starved;
    std::string buffer_;  // what the mender wants to see again
};

}  // namespace parley::postprocess::json_repair
