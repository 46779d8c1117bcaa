#include "transcripts/transcript_list.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace parley::transcripts {
namespace {

/// Where a transcript stands among all: by its moment, and where several have one moment, by its row.
struct Place {
    UnixMicroseconds created = 0;
    std::int64_t row = 0;

    auto operator<=>(const Place&) const = default;
};

constexpr Place the_first{std::numeric_limits<std::int64_t>::min(), 0};
constexpr Place the_last{std::numeric_limits<std::int64_t>::max(), 0};

/// What lies between two places, themselves not included.
struct Span {
    Place after = the_first;
    Place before = the_last;
};

enum class Order : std::uint8_t { newest_first, oldest_first };

constexpr std::string_view place_sql = "SELECT created, rowid FROM transcripts WHERE account = ? AND region = ? AND id = ?";

/// An index answers each of the four: by age, and by status and age.
std::string list_sql(Order order, bool has_status) {
    std::string sql =
        "SELECT rowid, id, status, created, completed, deleted, audio_url, error FROM transcripts WHERE account = ? AND region = ? "
        "AND (created, rowid) > (?, ?) AND (created, rowid) < (?, ?)";
    if (has_status) sql += " AND status = ?";
    sql += order == Order::newest_first ? " ORDER BY created DESC, rowid DESC LIMIT ?" : " ORDER BY created, rowid LIMIT ?";
    return sql;
}

struct Row {
    Place place;
    ListedTranscript listed;
};

Row row_of(const store::Statement& query) {
    Row row{{query.integer(3), query.integer(0)}, {}};
    ListedTranscript& listed = row.listed;
    listed.id = query.text(1);
    listed.facts.status = status_named(query.text_view(2)).value_or(Status::error);
    listed.facts.audio_url = query.text(6);
    listed.facts.error = query.text(7);
    listed.created = query.integer(3);
    listed.completed = query.integer_or_null(4);
    listed.is_deleted = !query.is_null(5);
    return row;
}

Result<std::vector<Row>> rows_in(store::Connection& connection, const Owner& owner, std::optional<Status> status, const Span& span,
                                 Order order, std::size_t count) {
    auto query = connection.prepare(list_sql(order, status.has_value()));
    if (!query) return query.error();
    const auto most = static_cast<std::int64_t>(count);
    const auto& [after, before] = span;
    if (status) {
        query->bind(owner.account, owner.region, after.created, after.row, before.created, before.row, to_string(*status), most);
    } else {
        query->bind(owner.account, owner.region, after.created, after.row, before.created, before.row, most);
    }
    std::vector<Row> rows;
    for (;;) {
        const Result<bool> row = query->step();
        if (!row) return row.error();
        if (!*row) break;
        rows.push_back(row_of(*query));
    }
    if (order == Order::oldest_first) std::reverse(rows.begin(), rows.end());
    return rows;
}

Result<bool> is_any_in(store::Connection& connection, const Owner& owner, std::optional<Status> status, const Span& span) {
    const auto rows = rows_in(connection, owner, status, span, Order::newest_first, 1);
    if (!rows) return rows.error();
    return !rows->empty();
}

/// The place of the one that a caller names in `field`; `otherwise` where none is named.
Result<Place> place_of(store::Connection& connection, const Owner& owner, const char* field, const std::optional<std::string>& id,
                       Place otherwise) {
    if (!id) return otherwise;
    auto query = connection.prepare(place_sql);
    if (!query) return query.error();
    const Result<bool> found = query->bind(owner.account, owner.region, *id).step();
    if (!found) return found.error();
    if (*found) return Place{query->integer(0), query->integer(1)};
    return Error{
        .kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::string(field) + ": transcript not found"};
}

Span day_of(const ListWish& wish) {
    constexpr UnixMicroseconds per_second = 1'000'000;
    constexpr UnixSeconds per_day = 86'400;
    if (!wish.created_on) return {};
    // No row has the number 0.
    return {{*wish.created_on * per_second, 0}, {(*wish.created_on + per_day) * per_second, 0}};
}

}  // namespace

Result<TranscriptPage> list_transcripts(store::Connection& connection, const Owner& owner, const ListWish& wish) {
    const Span day = day_of(wish);
    const Result<Place> before = place_of(connection, owner, "before_id", wish.before_id, day.before);
    if (!before) return before.error();
    const Result<Place> after = place_of(connection, owner, "after_id", wish.after_id, day.after);
    if (!after) return after.error();
    TranscriptPage page;
    if (wish.nothing) return page;

    const Span wanted{std::max(day.after, *after), std::min(day.before, *before)};
    const bool goes_up = wish.after_id && !wish.before_id;
    auto rows = rows_in(connection, owner, wish.status, wanted, goes_up ? Order::oldest_first : Order::newest_first, wish.limit);
    if (!rows) return rows.error();
    if (rows->empty()) return page;
    const Result<bool> older = is_any_in(connection, owner, wish.status, {day.after, rows->back().place});
    if (!older) return older.error();
    const Result<bool> newer = is_any_in(connection, owner, wish.status, {rows->front().place, day.before});
    if (!newer) return newer.error();
    page.has_older = *older;
    page.has_newer = *newer;
    for (Row& row : *rows) page.transcripts.push_back(std::move(row.listed));
    return page;
}

}  // namespace parley::transcripts
