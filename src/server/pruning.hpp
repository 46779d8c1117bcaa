// pruning.hpp: entries and transcripts that the configuration does not let stay are removed, piece by piece, on the store's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/deadline.hpp"
#include "base/wall_clock.hpp"
#include "config/config.hpp"
#include "ledger/retention.hpp"
#include "store/writer.hpp"

namespace parley::server {

/// From one round to the next.
inline constexpr Duration pruning_interval = std::chrono::hours(1);

/// What the configuration means at this moment.
ledger::Retention retention_at(const config::Retention& wanted, UnixSeconds now);

/// One thread's. Its rounds go on beside it: each piece is posted when the one before is on the disk, so that others get their turn.
class Pruning {
  public:
    /// The store outlives it.
    explicit Pruning(store::Writer& store, WallClock clock = unix_now);
    /// A round that runs ends with the piece it is at.
    ~Pruning();
    Pruning(const Pruning&) = delete;
    Pruning& operator=(const Pruning&) = delete;

    /// Begins a round where one is due: the first at once. Never waits for the store.
    ///
    /// transcript_days  how long transcripts stay that were handed in; empty: until they are deleted
    void look(const config::Retention& wanted, std::optional<std::uint32_t> transcript_days, TimePoint now);
    /// When to look again.
    Deadline next_look() const { return next_; }

  private:
    struct Round;
    void begin(std::shared_ptr<Round>& round, std::shared_ptr<Round> next);

    store::Writer& store_;
    const WallClock clock_;
    Deadline next_{TimePoint()};  // long past
    std::shared_ptr<Round> entries_;
    std::shared_ptr<Round> transcripts_;
};

}  // namespace parley::server
