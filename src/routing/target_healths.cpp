#include "routing/target_healths.hpp"

namespace parley::routing {

std::shared_ptr<TargetHealth> TargetHealths::of(std::string_view provider, std::string_view model) {
    const std::lock_guard lock(mutex_);
    std::erase_if(healths_, [](const auto& entry) { return entry.second.expired(); });
    std::weak_ptr<TargetHealth>& known = healths_[Name(provider, model)];
    std::shared_ptr<TargetHealth> health = known.lock();
    if (!health) known = health = std::make_shared<TargetHealth>();
    return health;
}

std::size_t TargetHealths::size() const {
    const std::lock_guard lock(mutex_);
    return healths_.size();
}

}  // namespace parley::routing
