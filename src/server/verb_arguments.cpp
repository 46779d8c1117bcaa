#include "server/verb_arguments.hpp"

#include <algorithm>
#include <utility>

namespace parley::server {

using nlohmann::json;

Error bad_arguments(std::vector<std::string> problems) {
    return Error{
        .kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "bad arguments", .problems = std::move(problems)};
}

template <class T>
std::optional<T> VerbArguments::read(const char* name, bool (json::*is_right)() const noexcept, const char* what) {
    known_.push_back(name);
    const auto found = object_.find(name);
    if (found == object_.end() || found->is_null()) return std::nullopt;
    if (((*found).*is_right)()) return found->get<T>();
    problems_.push_back(std::string(name) + " must be " + what);
    return std::nullopt;
}

std::optional<std::string> VerbArguments::text(const char* name) { return read<std::string>(name, &json::is_string, "a text"); }

std::optional<std::int64_t> VerbArguments::integer(const char* name) {
    return read<std::int64_t>(name, &json::is_number_integer, "a whole number");
}

std::optional<std::vector<std::string>> VerbArguments::texts(const char* name) {
    const std::optional<json> list = read<json>(name, &json::is_array, "a list of texts");
    if (!list) return std::nullopt;
    std::vector<std::string> found;
    for (const json& entry : *list) {
        if (!entry.is_string())
            problems_.push_back(std::string(name) + " must be a list of texts");
        else
            found.push_back(entry.get<std::string>());
    }
    return found;
}

std::optional<Error> VerbArguments::error() {
    for (const auto& [name, value] : object_.items()) {
        if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
            problems_.push_back(name.substr(0, 64) + ": unknown name");
        }
    }
    if (problems_.empty()) return std::nullopt;
    return bad_arguments(problems_);
}

}  // namespace parley::server
