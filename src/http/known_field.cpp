#include "http/known_field.hpp"

#include "http/fields.hpp"

namespace parley::http {
namespace {

/// same_token, with '_' taken for '-' in `name`.
bool same_but_for_underscores(std::string_view name, std::string_view known) {
    if (name.size() != known.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '_' && known[i] == '-') continue;
        if (!same_token(name.substr(i, 1), known.substr(i, 1))) return false;
    }
    return true;
}

struct Known {
    std::string_view name;
    KnownField field;
};

KnownField either(std::string_view name, Known known) {
    if (same_token(name, known.name)) return known.field;
    return same_but_for_underscores(name, known.name) ? KnownField::underscore_twin : KnownField::unknown;
}

KnownField either(std::string_view name, Known first, Known second) {
    const KnownField found = either(name, first);
    return found != KnownField::unknown ? found : either(name, second);
}

}  // namespace

KnownField known_field(std::string_view name) {
    switch (name.size()) {
        case 4: return either(name, {"host", KnownField::host});
        case 6: return either(name, {"expect", KnownField::expect});
        case 7: return either(name, {"api-key", KnownField::api_key});
        case 9: return either(name, {"x-api-key", KnownField::x_api_key});
        case 10: return either(name, {"connection", KnownField::connection});
        case 12: return either(name, {"content-type", KnownField::content_type});
        case 13: return either(name, {"authorization", KnownField::authorization});
        case 14: return either(name, {"content-length", KnownField::content_length}, {"x-goog-api-key", KnownField::x_goog_api_key});
        case 16: return either(name, {"content-encoding", KnownField::content_encoding});
        case 17: return either(name, {"transfer-encoding", KnownField::transfer_encoding});
        case 19: return either(name, {"proxy-authorization", KnownField::proxy_authorization});
        default: return KnownField::unknown;
    }
}

bool is_said_once(KnownField field) {
    switch (field) {
        case KnownField::host:
        case KnownField::content_length:
        case KnownField::transfer_encoding:
        case KnownField::content_type:
        case KnownField::authorization:
        case KnownField::proxy_authorization:
        case KnownField::api_key:
        case KnownField::x_api_key:
        case KnownField::x_goog_api_key: return true;
        case KnownField::unknown:
        case KnownField::underscore_twin:
        case KnownField::connection:
        case KnownField::content_encoding:
        case KnownField::expect: return false;
    }
    return false;
}

}  // namespace parley::http
