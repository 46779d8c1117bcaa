// thinking_state.hpp: what a provider says about a model's thinking beside its calls (EventSink::signature), opaque to everybody
// else, and wants back with the history.
#pragma once

#include <cstddef>
#include <string>

namespace parley::thinking {

/// More than this does not travel in an id: it would go back and forth twice with every later turn of the conversation.
inline constexpr std::size_t sealed_state_bytes_max = 2 * 1024;
/// Ids of providers are short words; a longer one carries nothing.
inline constexpr std::size_t call_id_bytes_max = 128;

/// More than any id that carries something.
inline constexpr std::size_t sealed_id_bytes_max = call_id_bytes_max + 4 * sealed_state_bytes_max / 3 + 128;

/// A call that carried state, opened: the provider's own id, and JSON.
struct OpenedCall {
    std::string id;
    std::string state;

    bool operator==(const OpenedCall&) const = default;
};

}  // namespace parley::thinking
