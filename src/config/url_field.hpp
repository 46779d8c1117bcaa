// url_field.hpp: a Field that holds the URL of an API: text with a grammar of its own.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "config/base_url.hpp"
#include "config/field.hpp"

namespace parley::config {

/// fallback  what the page shows for it
template <class Into>
Field<Into> url_field(std::string_view name, BaseUrl Into::*member, std::string_view fallback, std::string_view about) {
    return {{.name = std::string(name), .type = "URL", .fallback = std::string(fallback), .about = std::string(about)},
            [member](Reader& reader, const Node& node, Into& into) {
                const auto text = reader.text(node, base_url_bytes_max);
                if (!text) return;
                auto url = parse_base_url(*text);
                if (url) {
                    into.*member = std::move(*url);
                } else {
                    reader.problem(node.mark, url.error().message);
                }
            }};
}

}  // namespace parley::config
