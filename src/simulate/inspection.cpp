#include "simulate/inspection.hpp"

#include "simulate/option_values.hpp"
#include "simulate/responses.hpp"

namespace parley::simulate {

namespace {

using http::Method;

http::Response refuse(ErrorKind kind, std::string message) {
    return refusal_response(Error{.kind = kind, .source = ErrorSource::downstream, .message = std::move(message)});
}

http::Response list_requests(std::string_view query, const Recorder& recorder) {
    constexpr std::uint64_t all = ~std::uint64_t{0};
    if (query.empty()) return json_response(print_requests(recorder, all));
    const auto last = query.starts_with("last=") ? parse_count(query.substr(5), all) : std::nullopt;
    if (!last) return refuse(ErrorKind::bad_request, "the query must be last=N");
    return json_response(print_requests(recorder, *last));
}

http::Response replace_script(std::string_view body, Script& script, Duration now) {
    auto replacement = Script::parse(body);
    if (!replacement) return refusal_response(replacement.error());
    script = std::move(*replacement);
    script.begin(now);
    return json_response(R"({"ok":true})");
}

}  // namespace

http::Response answer_inspection(const http::RequestHead& head, std::string_view body, Recorder& recorder, Script& script, Duration now) {
    const std::string_view path = head.target.path;
    if (path == "/sim/requests" && head.method == Method::get) return list_requests(head.target.query, recorder);
    if (path == "/sim/requests" && head.method == Method::del) {
        recorder.clear();
        script.forget_counts();
        return json_response(R"({"ok":true})");
    }
    if (path == "/sim/state" && head.method == Method::get) return json_response(print_state(recorder.counts()));
    if (path == "/sim/script" && head.method == Method::post) return replace_script(body, script, now);
    const bool known = path == "/sim/requests" || path == "/sim/state" || path == "/sim/script";
    return known ? refuse(ErrorKind::method_not_allowed, "that method is not allowed here")
                 : refuse(ErrorKind::not_found, "there is no such path");
}

}  // namespace parley::simulate
