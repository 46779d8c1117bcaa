// safe_message.hpp: a provider's words, made fit for a caller who must not learn our credentials.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::providers {

/// What of a provider's error text reaches a caller, in bytes.
constexpr std::size_t error_message_bytes_max = 1000;

/// `text` (UTF-8) with everything that looks like a key, an organisation or a project id replaced by `***` (`sk-...`,
/// `org-...`, `proj_...`, `key=...`, `Bearer ...`), without control characters, and cut at error_message_bytes_max.
std::string safe_message(std::string_view text);

}  // namespace parley::providers
