// regions.hpp: where a model answers. The host that a caller asks decides where its data may go; the body of a request can only
// say that it does not mind.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "catalog/model.hpp"

namespace parley::catalog {

/// What a request says in `model_region`. "global" is the only word that it may say.
enum class ModelRegion : std::uint8_t { not_stated, global };

/// Where a host keeps the data of its requests, and whether a request that says it does not mind is believed there.
struct Residency {
    std::string_view region;   // us | eu
    bool obeys_global = true;  // false: even model_region "global" does not lead out of the region
    bool keeps_region = true;  // false: nobody has promised a region, which is only preferred then
};

/// Targets to try, in order: indices into Model::targets. A value without allocation, made for every request.
class TargetOrder {
  public:
    void push_back(std::size_t index) { indices_[count_++] = static_cast<std::uint8_t>(index); }
    std::size_t size() const { return count_; }
    bool empty() const { return count_ == 0; }
    std::size_t operator[](std::size_t position) const { return indices_[position]; }
    const std::uint8_t* begin() const { return indices_.data(); }
    const std::uint8_t* end() const { return indices_.data() + count_; }

  private:
    std::array<std::uint8_t, targets_max> indices_{};
    std::uint8_t count_ = 0;
};

/// The targets of `model` that may answer a request to `host`, in order of preference.
///
/// In the region: the targets of that region, and no others. Global: those without a region first, for they are what was asked
/// for, then the region's own; another region's never, since that would leave the one and not be what "global" buys. A model
/// without a global target therefore answers from the region, as if nothing had been said. Where nobody has promised a region, the
/// region's own come first and every other after them: a gateway that was started with a key and nothing else can answer.
/// Source: AssemblyAI docs, "Cloud endpoints and data residency"; what a model without `global` does is ours.
TargetOrder targets_for(const Model& model, const Residency& host, ModelRegion asked);

/// Of those, the targets that keep nothing of what they are sent.
TargetOrder without_retention(const Model& model, const TargetOrder& targets);

/// The host lists the model: a target there, or one that serves with model_region global where that is obeyed, or any at all where
/// nothing was promised.
bool is_served_at(const Model& model, const Residency& host);

/// "us", "eu", "global": what its targets offer, each once and in this order.
std::vector<std::string_view> available_regions(const Model& model);

}  // namespace parley::catalog
