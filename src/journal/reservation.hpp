// reservation.hpp: room in the journal for what an exchange will have to say later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "journal/frame.hpp"

namespace parley::journal {

class Appender;

/// What may follow an open record.
struct LaterRecords {
    std::size_t close_bytes_max = 0;
    std::uint32_t notes_max = 0;
    std::size_t note_bytes_max = 0;

    std::uint64_t framed() const { return framed_bytes(close_bytes_max) + notes_max * framed_bytes(note_bytes_max); }
};

/// Of one exchange, from its open record to its close record. Gives back by itself what was not needed; stays on its
/// appender's thread, and its appender outlives it.
class Reservation {
  public:
    Reservation(Reservation&& other) noexcept : appender_(std::exchange(other.appender_, nullptr)), later_(other.later_) {}
    Reservation& operator=(Reservation&&) = delete;
    ~Reservation();

  private:
    friend class Appender;
    Reservation(Appender& appender, const LaterRecords& later) : appender_(&appender), later_(later) {}

    Appender* appender_;  // null: closed, or moved away
    LaterRecords later_;  // that may still follow
};

}  // namespace parley::journal
