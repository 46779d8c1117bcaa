#include "thinking/state_keeper.hpp"

#include <utility>

namespace parley::thinking {

/// Also what is sealed is remembered: some clients cut ids.
std::string StateScope::carry(std::string_view id, std::string_view state) const {
    if (memory_ == Memory::seal_and_cache) keeper_.cache().put(account_, id, state, now_);
    std::optional<std::string> sealed = keeper_.seal().seal(account_, id, state);
    return sealed ? *std::move(sealed) : std::string(id);
}

std::optional<OpenedCall> StateScope::find(std::string_view call_id) const {
    if (call_id.size() > sealed_id_bytes_max) return std::nullopt;
    if (auto opened = keeper_.seal().open(account_, call_id)) return opened;
    if (memory_ == Memory::seal_only) return std::nullopt;
    const std::string_view id = id_before_seal(call_id);
    std::optional<std::string> state = keeper_.cache().find(account_, id, now_);
    if (!state) return std::nullopt;
    return OpenedCall{std::string(id), *std::move(state)};
}

}  // namespace parley::thinking
