#include "routing/retry_budgets.hpp"

namespace parley::routing {

std::shared_ptr<RetryBudget> RetryBudgets::of(std::string_view provider, std::string_view model) {
    const std::lock_guard lock(mutex_);
    std::erase_if(budgets_, [](const auto& entry) { return entry.second.expired(); });
    std::weak_ptr<RetryBudget>& known = budgets_[Name(provider, model)];
    std::shared_ptr<RetryBudget> budget = known.lock();
    if (!budget) known = budget = std::make_shared<RetryBudget>();
    return budget;
}

std::size_t RetryBudgets::size() const {
    const std::lock_guard lock(mutex_);
    return budgets_.size();
}

}  // namespace parley::routing
