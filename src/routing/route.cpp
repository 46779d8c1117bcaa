#include "routing/route.hpp"

#include <algorithm>

namespace parley::routing {

Step Route::begin(TimePoint now, Gate& gate) {
    for (; next_ < plan_.size(); ++next_) {
        const Place place = plan_[next_];
        if (!gate.admits(place, now)) continue;
        ++next_;
        return call(place.model == 0 ? Step::Kind::primary : Step::Kind::fallback, place);
    }
    return {};
}

Step Route::after(const Failure& failure, TimePoint now, Random& random, Gate& gate) {
    if (calls_ >= calls_max || total_.passed(now)) return {};
    const Remedies remedies = remedies_for(failure);
    if (remedies.next_target) {
        if (const auto place = next_target(now, gate)) return call(Step::Kind::fallback, *place);
    }
    if (remedies.same_target) {
        const auto moment = retry_moment(failure, now, random);
        if (moment && gate.admits(current_, now) && gate.grants_retry(current_, now)) {
            return call(Step::Kind::retry, current_, moment);
        }
    }
    if (remedies.next_target) {
        if (const auto place = next_model(now, gate)) return call(Step::Kind::fallback, *place);
    }
    return {};
}

Step Route::again(TimePoint now) {
    if (!retry_allowed_ || calls_ >= calls_max || total_.passed(now)) return {};
    return call(Step::Kind::retry, current_);
}

Step Route::beside(TimePoint now, Gate& gate) {
    if (calls_ >= calls_max) return {};
    if (const auto place = next_target(now, gate)) return call(Step::Kind::hedge, *place);
    if (const auto place = next_model(now, gate)) return call(Step::Kind::hedge, *place);
    return {};
}

Step Route::onward(const Failure& failure, TimePoint now, Gate& gate) {
    if (calls_ >= calls_max || total_.passed(now)) return {};
    const Remedies remedies = remedies_for(failure);
    if (!remedies.next_target) return {};
    if (const auto place = next_target(now, gate)) return call(Step::Kind::resume, *place);
    if (const auto place = next_model(now, gate)) return call(Step::Kind::resume, *place);
    const bool may_repeat = remedies.same_target && failure.failure != providers::FailureClass::rate_limited;
    if (may_repeat && gate.admits(current_, now) && gate.grants_retry(current_, now)) return call(Step::Kind::resume, current_);
    return {};
}

/// Another target of the model that was asked for, as long as each fallback keeps its one call.
std::optional<Place> Route::next_target(TimePoint now, Gate& gate) {
    if (current_.model != 0) return std::nullopt;
    const std::size_t kept = plan_.models() - 1;
    while (calls_ + kept < calls_max && next_ < plan_.size() && plan_[next_].model == 0) {
        const Place place = plan_[next_++];
        if (gate.admits(place, now)) return place;
    }
    return std::nullopt;
}

/// The first target of the next model that may be called.
std::optional<Place> Route::next_model(TimePoint now, Gate& gate) {
    while (next_ < plan_.size()) {
        const Place place = plan_[next_++];
        if (place.model > current_.model && gate.admits(place, now)) return place;
    }
    return std::nullopt;
}

/// When the call is repeated; nothing when it is not: only the first one ever is, and not for a provider that wants to be left alone
/// where somebody else can answer.
std::optional<Deadline> Route::retry_moment(const Failure& failure, TimePoint now, Random& random) const {
    if (!retry_allowed_ || calls_ != 1 || current_.model != 0) return std::nullopt;
    if (asks_for_patience(failure) && plan_.models() > 1) return std::nullopt;
    Duration wait = retry_wait;
    if (failure.failure == providers::FailureClass::rate_limited) wait = std::max<Duration>(wait, *failure.retry_after);
    wait += std::chrono::milliseconds(random.below(retry_jitter_max.count() + 1));
    if (total_.passed(now + wait)) return std::nullopt;  // it would come too late to be answered
    return Deadline::after(now, wait);
}

Step Route::call(Step::Kind kind, Place place, std::optional<Deadline> at) {
    current_ = place;
    ++calls_;
    return {kind, place, at};
}

}  // namespace parley::routing
