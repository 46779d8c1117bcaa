#include "control/message.hpp"

#include <array>
#include <utility>

namespace parley::control {
namespace {

using nlohmann::json;

Error bad(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

struct KindName {
    ErrorKind kind;
    std::string_view name;
};
// What a command decides by; every other kind arrives as "internal".
constexpr std::array kind_names{
    KindName{ErrorKind::bad_request, "bad_request"},
    KindName{ErrorKind::not_found, "not_found"},
    KindName{ErrorKind::not_ready, "not_ready"},
    KindName{ErrorKind::internal, "internal"},
};

std::string_view name_of(ErrorKind kind) {
    for (const KindName& known : kind_names) {
        if (known.kind == kind) return known.name;
    }
    return "internal";
}

ErrorKind kind_of(std::string_view name) {
    for (const KindName& known : kind_names) {
        if (known.name == name) return known.kind;
    }
    return ErrorKind::internal;
}

// An object of our version, without exceptions; a discarded value otherwise.
Answer parse_object(std::string_view line) {
    json value = json::parse(line, nullptr, false);
    if (!value.is_object()) return bad("not a JSON object");
    const auto version = value.find("version");
    if (version == value.end() || !version->is_number_integer()) return bad("version: missing");
    if (*version != protocol_version) {
        return bad("version " + version->dump() + " of the control protocol is not understood, only " + std::to_string(protocol_version) +
                   ": use the same version of Parley on both sides");
    }
    return answer_with(std::move(value));
}

std::string printed(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::string print_request(const Request& request) {
    return printed({{"version", protocol_version}, {"verb", request.verb}, {"arguments", request.arguments}});
}

Result<Request> parse_request(std::string_view line) {
    Answer object = parse_object(line);
    if (!object) return object.error();
    Request request;
    for (const auto& [name, value] : object->items()) {
        if (name == "version") continue;
        if (name == "verb" && value.is_string()) {
            request.verb = value.get<std::string>();
        } else if (name == "arguments" && value.is_object()) {
            request.arguments = value;
        } else if (name == "verb" || name == "arguments") {
            return bad(name + ": of another type");
        } else {
            return bad(name.substr(0, 64) + ": unknown name");
        }
    }
    if (request.verb.empty()) return bad("verb: missing");
    return request;
}

std::string print_answer(const Answer& answer) {
    if (answer) return printed({{"version", protocol_version}, {"ok", true}, {"result", *answer}});
    const Error& error = answer.error();
    const json told{{"kind", name_of(error.kind)}, {"message", error.message}, {"problems", error.problems}};
    return printed({{"version", protocol_version}, {"ok", false}, {"error", told}});
}

Answer parse_answer(std::string_view line) {
    Answer object = parse_object(line);
    if (!object) return object.error();
    if (object->value("ok", json()) == json(true)) return answer_with(object->value("result", json()));
    const json told = object->value("error", json::object());
    if (!told.is_object() || !told.value("message", json()).is_string()) return bad("an answer without result and error");
    Error error = bad(told["message"].get<std::string>());
    const json kind = told.value("kind", json());
    if (kind.is_string()) error.kind = kind_of(kind.get<std::string>());
    for (const json& problem : told.value("problems", json::array())) {
        if (problem.is_string()) error.problems.push_back(problem.get<std::string>());
    }
    return error;
}

}  // namespace parley::control
