// data_url.hpp: a file that stands in a request itself: data:image/png;base64,iVBOR...
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::providers {

struct DataUrl {
    std::string_view media_type;  // "image/png", without parameters; empty when none is stated
    std::string_view data;        // base64 when is_base64, else percent-encoded
    bool is_base64 = false;
};

/// Nullopt for a text that is no data URL. Views into `url`. Nothing is decoded. Source: RFC 2397.
std::optional<DataUrl> parse_data_url(std::string_view url);

/// The type of picture that base64 begins with, by its first bytes: image/png, image/jpeg, image/gif, image/webp; empty for
/// anything else. Clients often say the wrong one, and providers look.
std::string_view sniff_picture(std::string_view base64);

/// Percent-encoded text, decoded (RFC 3986, 2.1); a `%` that begins no escape stays.
std::string decode_percent(std::string_view text);

/// What base64 stands for (RFC 4648, 4); nullopt when it is none. Padding may be missing.
std::optional<std::string> decode_base64(std::string_view base64);

}  // namespace parley::providers
