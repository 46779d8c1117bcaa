#include "server/admin_routes.hpp"

#include <utility>

#include "http/numbers.hpp"
#include "http/query.hpp"
#include "json/document.hpp"
#include "server/patient_answer.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;
using nlohmann::json;

Error bad(const char* message, std::string problem) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = message, .problems = {std::move(problem)}};
}

/// As strict as every other body: json/ judges it, twins and depth included, before it becomes a value.
Result<json> read_object(const std::string& text) {
    json::parser_callback_t keep_all = nullptr;
    parley::json::Document document;
    if (const auto error = document.parse(text)) return bad("invalid request body", describe(error));
    json value = json::parse(text, keep_all, false);
    if (!value.is_object()) return bad("invalid request body", "must be an object");
    return Result<json>(boost::system::in_place_value, std::move(value));
}

Result<json> read_page(std::string_view query) {
    const auto fields = http::parse_query(query);
    if (!fields) return fields.error();
    json arguments = json::object();
    for (const auto& [name, value] : *fields) {
        if (arguments.contains(name)) return bad("invalid query", name + " stands twice");
        const auto number = http::parse_decimal(value);
        if (name == "after") {
            arguments[name] = value;
        } else if (name == "limit" && number && *number <= 1'000'000) {
            arguments[name] = *number;
        } else {
            return bad("invalid query", "the query may hold after, an id, and limit, a number");
        }
    }
    return Result<json>(boost::system::in_place_value, std::move(arguments));
}

Task<> answer_with_verb(ExchangeContext& context, const RouteServices& services, control::Request request) {
    auto work = [&verbs = services.verbs, request = std::move(request)] { return printed(control::run_verb(verbs, request)); };
    co_await answer_patiently(context, services, std::move(work));
}

}  // namespace

Task<> list_keys(ExchangeContext& context, const RouteServices& services, std::string_view) {
    Result<json> arguments = read_page(context.http.head().target.query);
    if (!arguments) {
        co_await exchange::refuse(context, arguments.error());
        co_return;
    }
    control::Request request{"keys.list", std::move(*arguments)};
    co_await answer_with_verb(context, services, std::move(request));
}

// The body is read as a value on the thread that may take its time.
Task<> create_key(ExchangeContext& context, const RouteServices& services, std::string_view) {
    const http::BodyStatus status = co_await context.http.read_body(admin_body_bytes_max);
    if (const auto error = exchange::body_error(status)) {
        co_await exchange::refuse(context, *error);
        co_return;
    }
    if (status == http::BodyStatus::gone) {
        context.outcome = exchange::unanswered(context);
        co_return;
    }
    auto work = [&verbs = services.verbs, body = std::string(context.http.body())]() -> Result<std::string> {
        Result<json> arguments = read_object(body);
        if (!arguments) return arguments.error();
        return printed(control::run_verb(verbs, {"keys.create", std::move(*arguments)}));
    };
    co_await answer_patiently(context, services, std::move(work));
}

Task<> revoke_key(ExchangeContext& context, const RouteServices& services, std::string_view id) {
    control::Request request{"keys.revoke", {{"id", std::string(id)}}};
    co_await answer_with_verb(context, services, std::move(request));
}

}  // namespace parley::server
