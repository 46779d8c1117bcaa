// stream_script.hpp: a streamed answer as a script of beats: at this moment, these bytes. Faults that concern events
// are worked in here; what plays the script knows nothing of chunks.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "simulate/dialect.hpp"
#include "simulate/faults.hpp"
#include "simulate/pace.hpp"

namespace parley::simulate {

/// How an answer ends.
enum class Ending : std::uint8_t {
    finish,  // as HTTP wants it
    hang,    // silence until the caller leaves
    cut,     // FIN
    reset,   // RST
};

/// The ending that a break-off asks for.
struct BreakOff {
    Ending ending;
    Point point;
};
std::optional<BreakOff> break_off(const Faults& faults);

struct Beat {
    Duration at{0};  // since the request began
    std::string bytes;
    bool is_chunk = false;
};

class StreamScript {
  public:
    /// A break-off before the head is not the script's business. `error_message` is what an error event says; empty: the
    /// usual words.
    StreamScript(std::unique_ptr<ChunkSource> chunks, Schedule schedule, Faults faults, std::string error_message = {});

    /// The next beat; nullopt when the stream ends, as ending() then tells.
    std::optional<Beat> next();
    Ending ending() const { return ending_; }

  private:
    std::optional<Beat> chunk_beat(Chunk chunk);
    std::optional<Beat> end_with(Ending ending);
    Beat event(const Chunk& chunk, Duration at) const;

    std::unique_ptr<ChunkSource> chunks_;
    Schedule schedule_;
    Faults faults_;
    std::string error_message_;
    std::optional<BreakOff> break_off_;
    std::uint32_t chunks_sent_ = 0;
    bool over_ = false;
    Ending ending_ = Ending::finish;
};

}  // namespace parley::simulate
