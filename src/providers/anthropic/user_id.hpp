// user_id.hpp: who asks, in a form that tells nobody who it is.
#pragma once

#include <cstddef>
#include <string>

namespace parley::providers::anthropic {

/// Source: Anthropic API reference, "Create a message", metadata.user_id, which must not identify a person.
inline constexpr std::size_t user_id_bytes_max = 256;

/// `user` as it is, or the SHA-256 of it, in hex, when it looks like an e-mail address or a telephone number or is too long.
std::string anonymous_user_id(const std::string& user);

}  // namespace parley::providers::anthropic
