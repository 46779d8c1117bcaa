// placeless_fields.hpp: the caller's fields that a dialect has no place for.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "openai/request_members.hpp"

namespace parley::providers {

struct NamedField {
    std::string_view name;
    json::Value openai::RequestMembers::*member;
};

/// Appends the names of those that the request has, for UpstreamRequest::dropped.
inline void append_present(std::vector<std::string>& names, const openai::RequestMembers& members, std::span<const NamedField> fields) {
    for (const NamedField& field : fields) {
        if (!(members.*field.member).is_missing()) names.emplace_back(field.name);
    }
}

}  // namespace parley::providers
