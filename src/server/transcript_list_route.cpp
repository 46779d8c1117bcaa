#include "server/transcript_list_route.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/calendar_date.hpp"
#include "http/numbers.hpp"
#include "http/query.hpp"
#include "server/kept_transcripts.hpp"
#include "server/plain_refusal.hpp"
#include "transcripts/placement.hpp"

namespace parley::server {
namespace {

using transcripts::ListWish;

/// Fills in one field of the wish; says what is wrong with the value, or nothing.
using Reader = std::string (*)(ListWish& wish, const std::string& value);

std::string read_limit(ListWish& wish, const std::string& value) {
    const std::uint64_t number = http::parse_decimal(value).value_or(0);
    if (number < 1 || number > transcripts::listed_max) {
        return "limit must be a number from 1 to " + std::to_string(transcripts::listed_max);
    }
    wish.limit = number;
    return {};
}

std::string read_status(ListWish& wish, const std::string& value) {
    wish.status = transcripts::status_named(value);
    return wish.status ? std::string() : "status must be queued, processing, completed or error";
}

std::string read_created_on(ListWish& wish, const std::string& value) {
    wish.created_on = parse_date(value);
    return wish.created_on ? std::string() : "created_on must be a day, such as 2026-11-30";
}

std::string read_before_id(ListWish& wish, const std::string& value) {
    wish.before_id = value;
    return transcripts::is_transcript_id(value) ? std::string() : "before_id is not the id of a transcript";
}

std::string read_after_id(ListWish& wish, const std::string& value) {
    wish.after_id = value;
    return transcripts::is_transcript_id(value) ? std::string() : "after_id is not the id of a transcript";
}

// Nothing waits here for its turn: of throttled transcripts there are none.
std::string read_throttled_only(ListWish& wish, const std::string& value) {
    wish.nothing = value == "true";
    return wish.nothing || value == "false" ? std::string() : "throttled_only must be true or false";
}

struct Field {
    std::string_view name;
    Reader read;
};
constexpr std::array fields{
    Field{"limit", read_limit},         Field{"status", read_status},     Field{"created_on", read_created_on},
    Field{"before_id", read_before_id}, Field{"after_id", read_after_id}, Field{"throttled_only", read_throttled_only},
};

Error bad_query(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// Reads all fields of that name; says what is wrong with them, or nothing.
std::string read_field(ListWish& wish, const Field& field, const std::vector<http::QueryField>& query) {
    const http::QueryField* given = nullptr;
    for (const http::QueryField& candidate : query) {
        if (candidate.name != field.name || candidate.value.empty()) continue;
        if (given) return std::string(field.name) + " stands twice";
        given = &candidate;
    }
    return given ? field.read(wish, given->value) : std::string();
}

bool is_known(const http::QueryField& given) {
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.name == given.name; });
}

}  // namespace

Result<ListWish> read_list_wish(std::string_view query) {
    const auto given = http::parse_query(query);
    if (!given) return bad_query("the query is not valid");
    ListWish wish;
    std::string problems;
    const auto note = [&](const std::string& problem) {
        if (!problem.empty()) problems += (problems.empty() ? "" : "; ") + problem;
    };
    for (const Field& field : fields) note(read_field(wish, field, *given));
    if (!std::all_of(given->begin(), given->end(), is_known)) {
        note("the query may hold limit, status, created_on, before_id, after_id, throttled_only, and nothing else");
    }
    if (!problems.empty()) return bad_query(std::move(problems));
    return wish;
}

Task<> list_transcripts(exchange::ExchangeContext& context, const RouteServices& services, std::string_view) {
    Result<ListWish> wish = read_list_wish(context.http.head().target.query);
    if (!wish) co_return co_await refuse_plainly(context, wish.error());
    const Result<std::string> page = co_await services.transcripts.list(context, std::move(*wish));
    if (!page) co_return co_await refuse_plainly(context, page.error());
    co_await exchange::respond_json(context, *page);
}

}  // namespace parley::server
