#include "limits/request_windows.hpp"

#include <algorithm>

namespace parley::limits {
namespace {

/// Neither names of payers nor ids of models hold a byte 0.
void print_name(std::string& name, Payer payer, std::string_view model) {
    name.assign(1, static_cast<char>(payer.kind));
    name += payer.name;
    name += '\0';
    name += model;
}

}  // namespace

std::optional<Standing> RequestWindows::take(Payer payer, std::string_view model, std::uint32_t limit, TimePoint now) {
    thread_local std::string name;  // keeps its capacity: looking a window up allocates nothing
    print_name(name, payer, model);
    Shard& shard = shards_[TextHash()(name) % shard_count];
    const std::lock_guard lock(shard.mutex);
    auto found = shard.windows.find(std::string_view(name));
    if (found == shard.windows.end()) {
        if (!make_room(shard, now)) return std::nullopt;
        found = shard.windows.emplace(name, RequestWindow()).first;
    }
    return found->second.take(limit, now);
}

bool RequestWindows::make_room(Shard& shard, TimePoint now) const {
    if (shard.windows.size() < shard_most_) return true;
    if (now < shard.full_until) return false;  // or a full shard would be searched for every request
    std::erase_if(shard.windows, [now](const auto& entry) { return entry.second.ends() <= now; });
    shard.full_until = now;
    if (shard.windows.size() < shard_most_) return true;
    TimePoint soonest = TimePoint::max();
    for (const auto& [name, window] : shard.windows) soonest = std::min(soonest, window.ends());
    shard.full_until = soonest;
    return false;
}

std::size_t RequestWindows::size() const {
    std::size_t sum = 0;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        sum += shard.windows.size();
    }
    return sum;
}

}  // namespace parley::limits
