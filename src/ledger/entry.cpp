#include "ledger/entry.hpp"

namespace parley::ledger {
namespace {

std::optional<Money> cost_of_attempt(const Attempt& attempt) {
    if (attempt.tokens.nothing()) return Money{};
    if (!attempt.rates) return std::nullopt;
    const Result<Money> cost = cost_of(attempt.tokens, *attempt.rates, attempt.regional_increase);
    return cost ? std::optional(*cost) : std::nullopt;
}

/// Once unknown, a sum stays unknown.
void add(std::optional<Money>& sum, const std::optional<Money>& cost) {
    if (!sum || !cost) {
        sum.reset();
        return;
    }
    const Result<Money> both = sum_of(*sum, *cost);
    sum = both ? std::optional(*both) : std::nullopt;
}

/// An answer that was cut, or that never came, costs us and not the caller.
/// Source: AssemblyAI docs, "LLM Gateway", billing: failed attempts are not billed.
bool is_charged(const Entry& entry, const Attempt& attempt) {
    return attempt.answered && (entry.outcome == Outcome::ok || entry.outcome == Outcome::client_gone);
}

}  // namespace

void settle(Entry& entry) {
    entry.charged = Money{};
    entry.incurred = Money{};
    for (Attempt& attempt : entry.attempts) {
        attempt.cost = cost_of_attempt(attempt);
        add(entry.incurred, attempt.cost);
        if (is_charged(entry, attempt)) add(entry.charged, attempt.cost);
    }
}

TokenCounts charged_tokens(const Entry& entry) {
    TokenCounts tokens;
    for (const Attempt& attempt : entry.attempts) {
        if (is_charged(entry, attempt)) tokens = tokens + attempt.tokens;
    }
    return tokens;
}

bool is_estimated(const Entry& entry) {
    for (const Attempt& attempt : entry.attempts) {
        if (attempt.estimated && is_charged(entry, attempt)) return true;
    }
    return false;
}

const std::string& model_of(const Entry& entry) { return entry.answered_model.empty() ? entry.opening.asked_model : entry.answered_model; }

std::string_view region_of(const Entry& entry) {
    for (auto attempt = entry.attempts.rbegin(); attempt != entry.attempts.rend(); ++attempt) {
        if (attempt->answered) return attempt->target.region;
    }
    return entry.attempts.empty() ? std::string_view() : entry.attempts.back().target.region;
}

}  // namespace parley::ledger
