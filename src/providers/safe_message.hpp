// safe_message.hpp: a provider's words, made fit for a caller who must not learn our credentials.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::providers {

/// What of a provider's error text reaches a caller, in bytes.
constexpr std::size_t error_message_bytes_max = 1000;

/// `text` (UTF-8) with everything that looks like a key, an organisation or a project id replaced by `***` (`sk-...`,
/// `org-...`, `proj_...`, `key=...`, `Bearer ...`, `ya29.`), without control characters, and cut at error_message_bytes_max.
std::string safe_message(std::string_view text);

/// How much of a credential in a row gives it away. A shorter credential ("none", for hosts that ask for none) is no
/// secret: hiding it would only garble texts.
constexpr std::size_t secret_piece_bytes = 8;

/// Replaces by `***` every stretch of `text` that has secret_piece_bytes or more in common with `secret`, whatever the
/// secret looks like: hosts quote the credential that they were shown, and not every credential begins with `sk-`.
void hide_secret(std::string& text, std::string_view secret);

}  // namespace parley::providers
