// plan.hpp: whom a request may ask, in which order.
//
// Models come in the order in which the caller named them: the one that was asked for, then its fallbacks. Each has targets, in
// the order in which the operator wrote them; neighbours that have a weight share their places by chance.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/random.hpp"

namespace parley::routing {

/// Source: AssemblyAI docs, "Fallbacks": depth is at most 2.
inline constexpr std::size_t fallbacks_max = 2;
inline constexpr std::size_t models_max = 1 + fallbacks_max;
/// Calls of one request, whatever happens: the model that was asked for and its retry, and two fallbacks. A call that a provider
/// refused for one field, and which is made again without it, is the same call.
inline constexpr std::size_t calls_max = 4;
/// As many as a model has; catalog::targets_max.
inline constexpr std::size_t offers_max = 16;

/// A target of one of the request's models, by their numbers there.
struct Place {
    std::uint8_t model = 0;
    std::uint8_t target = 0;

    bool operator==(const Place&) const = default;
};

/// A target as its model offers it.
struct Offer {
    std::uint8_t target = 0;
    std::uint8_t tier = 0;     // offers of different tiers never change places
    std::uint16_t weight = 0;  // 0: it stands where it was written
};

class Plan {
  public:
    /// Appends the next model with its targets, which the operator wrote in this order. At most models_max of at most offers_max.
    void add_model(std::span<const Offer> offers, Random& random);

    std::size_t size() const { return places_count_; }
    const Place& operator[](std::size_t index) const { return places_[index]; }
    std::size_t models() const { return models_count_; }

  private:
    void append_by_chance(std::span<const Offer> offers, Random& random);
    void append(const Offer& offer);

    std::array<Place, models_max * offers_max> places_{};
    std::uint8_t places_count_ = 0;
    std::uint8_t models_count_ = 0;
};

}  // namespace parley::routing
