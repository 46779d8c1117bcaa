// debounce.hpp: waiting for a flurry to be over.
#pragma once

#include <optional>

#include "base/deadline.hpp"

namespace parley::config {

/// Something stirs, again and again: due once it has been quiet for `quiet`, but no later than `patience` after the first
/// stir, so that what never rests is looked at all the same.
class Debounce {
  public:
    Debounce(Duration quiet, Duration patience) : quiet_(quiet), patience_(patience) {}

    void stir(TimePoint now) {
        if (!latest_) latest_ = Deadline::after(now, patience_);
        due_ = Deadline::after(now, quiet_).sooner(*latest_);
    }
    bool is_stirred() const { return latest_.has_value(); }
    /// While is_stirred().
    Deadline due() const { return due_; }
    void reset() { latest_.reset(); }

  private:
    Duration quiet_;
    Duration patience_;
    std::optional<Deadline> latest_;
    Deadline due_ = Deadline::never();
};

}  // namespace parley::config
