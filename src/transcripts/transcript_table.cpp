#include "transcripts/transcript_table.hpp"

#include <utility>

namespace parley::transcripts {
namespace {

constexpr std::string_view put_sql =
    "INSERT INTO transcripts (account, region, id, keeper, status, created, completed, deleted, audio_url, error, document) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?) ON CONFLICT DO UPDATE SET keeper = excluded.keeper, status = excluded.status, "
    "created = excluded.created, completed = excluded.completed, deleted = NULL, audio_url = excluded.audio_url, error = excluded.error, "
    "document = excluded.document";
constexpr std::string_view note_sql =
    "UPDATE transcripts SET status = ?, completed = ?, error = ? "
    "WHERE account = ? AND region = ? AND id = ? AND keeper = 'upstream' AND deleted IS NULL AND status <> ?";
constexpr std::string_view find_sql = "SELECT keeper, deleted, document FROM transcripts WHERE account = ? AND region = ? AND id = ?";
constexpr std::string_view delete_sql =
    "UPDATE transcripts SET deleted = coalesce(deleted, ?), status = 'completed', audio_url = '', error = '', document = NULL "
    "WHERE account = ? AND region = ? AND id = ?";
constexpr std::string_view totals_sql =
    "SELECT count(*), coalesce(sum(length(document)), 0) FROM transcripts WHERE account = ? AND region = ? AND id <> ?";
constexpr std::string_view foreign_sql =
    "SELECT 1 FROM transcripts WHERE id = ? AND keeper = 'upstream' AND NOT (account = ? AND region = ?) LIMIT 1";

constexpr std::string_view prune_sql =
    "DELETE FROM transcripts WHERE (account, region, id) IN "
    "(SELECT account, region, id FROM transcripts WHERE keeper = 'store' AND created < ? LIMIT ?)";

Error refusal(const char* message) { return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = message}; }

std::string_view to_string(Keeper keeper) { return keeper == Keeper::store ? "store" : "upstream"; }

/// When it is found to be completed.
std::optional<UnixMicroseconds> completed_at(const TranscriptFacts& facts, UnixMicroseconds now) {
    if (facts.status != Status::completed) return std::nullopt;
    return now;
}

std::optional<Error> check_room(store::Connection& connection, const Owner& owner, std::string_view id, std::uint64_t bytes,
                                std::uint64_t bytes_max) {
    auto totals = connection.prepare(totals_sql);
    if (!totals) return totals.error();
    const Result<bool> row = totals->bind(owner.account, owner.region, id).step();
    if (!row) return row.error();
    if (totals->integer(0) >= transcripts_max) return refusal("the account keeps as many transcripts as it may");
    if (static_cast<std::uint64_t>(totals->integer(1)) + bytes > bytes_max) {
        return refusal("the account's transcripts are as large together as they may be");
    }
    return std::nullopt;
}

}  // namespace

std::optional<Error> put_transcript(store::Connection& connection, const Owner& owner, std::string_view id, const TranscriptRow& row,
                                    std::uint64_t bytes_max, UnixMicroseconds now) {
    if (auto error = check_room(connection, owner, id, row.document.size(), bytes_max)) return error;
    auto put = connection.prepare(put_sql);
    if (!put) return put.error();
    std::optional<store::Blob> document;
    if (row.keeper == Keeper::store) document = store::Blob{row.document};
    const TranscriptFacts& facts = row.facts;
    return put
        ->bind(owner.account, owner.region, id, to_string(row.keeper), to_string(facts.status), now, completed_at(facts, now),
               facts.audio_url, facts.error, document)
        .run();
}

std::optional<Error> note_facts(store::Connection& connection, const Owner& owner, std::string_view id, const TranscriptFacts& facts,
                                UnixMicroseconds now) {
    auto note = connection.prepare(note_sql);
    if (!note) return note.error();
    const std::string_view status = to_string(facts.status);
    return note->bind(status, completed_at(facts, now), facts.error, owner.account, owner.region, id, status).run();
}

Result<std::optional<TranscriptRow>> find_transcript(store::Connection& connection, const Owner& owner, std::string_view id) {
    auto query = connection.prepare(find_sql);
    if (!query) return query.error();
    const Result<bool> found = query->bind(owner.account, owner.region, id).step();
    if (!found) return found.error();
    if (!*found) return std::optional<TranscriptRow>();
    TranscriptRow row;
    row.keeper = query->text(0) == to_string(Keeper::store) ? Keeper::store : Keeper::upstream;
    row.is_deleted = !query->is_null(1);
    if (!query->is_null(2)) row.document = query->bytes(2);
    return std::optional<TranscriptRow>(std::move(row));
}

Result<bool> delete_transcript(store::Connection& connection, const Owner& owner, std::string_view id, UnixMicroseconds now) {
    auto update = connection.prepare(delete_sql);
    if (!update) return update.error();
    if (auto error = update->bind(now, owner.account, owner.region, id).run()) return *error;
    return connection.changes() > 0;
}

Result<std::size_t> prune_transcripts(store::Connection& connection, UnixSeconds keep_since) {
    auto prune = connection.prepare(prune_sql);
    if (!prune) return prune.error();
    constexpr UnixMicroseconds per_second = 1'000'000;
    if (auto error = prune->bind(keep_since * per_second, static_cast<std::int64_t>(pruned_transcripts_max)).run()) return *error;
    return static_cast<std::size_t>(connection.changes());
}

Result<bool> belongs_to_another(store::Connection& connection, const Owner& owner, std::string_view id) {
    auto query = connection.prepare(foreign_sql);
    if (!query) return query.error();
    return query->bind(id, owner.account, owner.region).step();
}

}  // namespace parley::transcripts
