// schema.cpp: what stands in the database, as the steps by which it came there.
#include <array>

#include "store/migrations.hpp"
#include "store/schema_compact_ledger.hpp"

namespace parley::store {
namespace {

// Moments are Unix seconds. `digest` is the HMAC-SHA-256 of the whole key (auth/key_digests.hpp); `models` are ids joined by
// commas, NULL for every model.
constexpr const char* virtual_keys = R"(
CREATE TABLE virtual_keys (
    key_id              TEXT    NOT NULL PRIMARY KEY,
    digest              BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    name                TEXT    NOT NULL,
    account             TEXT    NOT NULL,
    created             INTEGER NOT NULL,
    expires             INTEGER,
    revoked             INTEGER,
    models              TEXT,
    requests_per_minute INTEGER CHECK (requests_per_minute > 0),
    last_characters     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)";

// One row for each request, one for each call of an upstream (ledger/entry.hpp). Moments and durations are microseconds, sums
// nano-dollars, rates pico-dollars for a token; NULL is not known. The tokens of an entry are those that its caller pays for.
constexpr const char* ledger = R"(
CREATE TABLE entries (
    id                INTEGER NOT NULL PRIMARY KEY,
    request_id        TEXT    NOT NULL UNIQUE,
    client_request_id TEXT    NOT NULL,
    began             INTEGER NOT NULL,
    account           TEXT    NOT NULL,
    key_id            TEXT    NOT NULL,
    asked_model       TEXT    NOT NULL,
    answered_model    TEXT    NOT NULL,
    stream            INTEGER NOT NULL,
    outcome           TEXT    NOT NULL,
    http_status       INTEGER NOT NULL,
    error_class       TEXT    NOT NULL,
    first_chunk       INTEGER,
    total             INTEGER NOT NULL,
    input             INTEGER NOT NULL,
    cache_read        INTEGER NOT NULL,
    cache_write_5m    INTEGER NOT NULL,
    cache_write_1h    INTEGER NOT NULL,
    output            INTEGER NOT NULL,
    reasoning         INTEGER NOT NULL,
    estimated         INTEGER NOT NULL,
    charged           INTEGER CHECK (charged >= 0),
    incurred          INTEGER CHECK (incurred >= 0)
) STRICT;
CREATE INDEX entries_by_time ON entries (began);

CREATE TABLE attempts (
    entry               INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    number              INTEGER NOT NULL,
    kind                TEXT    NOT NULL,
    provider            TEXT    NOT NULL,
    upstream_model      TEXT    NOT NULL,
    region              TEXT    NOT NULL,
    began               INTEGER NOT NULL,
    first_chunk         INTEGER,
    total               INTEGER NOT NULL,
    outcome             TEXT    NOT NULL,
    http_status         INTEGER NOT NULL,
    error_class         TEXT    NOT NULL,
    upstream_id         TEXT    NOT NULL,
    answered            INTEGER NOT NULL,
    input               INTEGER NOT NULL,
    cache_read          INTEGER NOT NULL,
    cache_write_5m      INTEGER NOT NULL,
    cache_write_1h      INTEGER NOT NULL,
    output              INTEGER NOT NULL,
    reasoning           INTEGER NOT NULL,
    input_audio         INTEGER NOT NULL,
    output_audio        INTEGER NOT NULL,
    estimated           INTEGER NOT NULL,
    input_rate          INTEGER,
    cache_read_rate     INTEGER,
    cache_write_5m_rate INTEGER,
    cache_write_1h_rate INTEGER,
    output_rate         INTEGER,
    regional_increase   INTEGER NOT NULL,
    cost                INTEGER CHECK (cost >= 0),
    PRIMARY KEY (entry, number)
) STRICT, WITHOUT ROWID;
)";

// What usage reports add up, by day (of UTC, counted from 1970), kept by the database itself with every row that comes or goes.
// A sum that does not fit is NULL from then on: a report of it is refused, and rows still come in.
constexpr const char* usage_days = R"(
CREATE TABLE usage_days (
    day            INTEGER NOT NULL,
    account        TEXT    NOT NULL,
    key_id         TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    requests       INTEGER NOT NULL,
    estimated      INTEGER NOT NULL,
    input          INTEGER NOT NULL,
    cache_read     INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    output         INTEGER NOT NULL,
    reasoning      INTEGER NOT NULL,
    charged        INTEGER,
    incurred       INTEGER,
    without_charge INTEGER NOT NULL,
    without_cost   INTEGER NOT NULL,
    PRIMARY KEY (day, account, key_id, model, outcome)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_came AFTER INSERT ON entries BEGIN
    INSERT INTO usage_days VALUES (
        new.began / 86400000000, new.account, new.key_id, iif(new.answered_model = '', new.asked_model, new.answered_model),
        new.outcome, 1, new.estimated, new.input, new.cache_read, new.cache_write_5m, new.cache_write_1h, new.output,
        new.reasoning, coalesce(new.charged, 0), coalesce(new.incurred, 0), new.charged IS NULL, new.incurred IS NULL)
    ON CONFLICT DO UPDATE SET
        requests = requests + 1,
        estimated = estimated + excluded.estimated,
        input = input + excluded.input,
        cache_read = cache_read + excluded.cache_read,
        cache_write_5m = cache_write_5m + excluded.cache_write_5m,
        cache_write_1h = cache_write_1h + excluded.cache_write_1h,
        output = output + excluded.output,
        reasoning = reasoning + excluded.reasoning,
        charged = iif(charged > 9223372036854775807 - excluded.charged, NULL, charged + excluded.charged),
        incurred = iif(incurred > 9223372036854775807 - excluded.incurred, NULL, incurred + excluded.incurred),
        without_charge = without_charge + excluded.without_charge,
        without_cost = without_cost + excluded.without_cost;
END;

CREATE TRIGGER entry_went AFTER DELETE ON entries BEGIN
    UPDATE usage_days SET
        requests = requests - 1,
        estimated = estimated - old.estimated,
        input = input - old.input,
        cache_read = cache_read - old.cache_read,
        cache_write_5m = cache_write_5m - old.cache_write_5m,
        cache_write_1h = cache_write_1h - old.cache_write_1h,
        output = output - old.output,
        reasoning = reasoning - old.reasoning,
        charged = charged - coalesce(old.charged, 0),
        incurred = incurred - coalesce(old.incurred, 0),
        without_charge = without_charge - (old.charged IS NULL),
        without_cost = without_cost - (old.incurred IS NULL)
    WHERE day = old.began / 86400000000 AND account = old.account AND key_id = old.key_id AND outcome = old.outcome
        AND model = iif(old.answered_model = '', old.asked_model, old.answered_model);
    DELETE FROM usage_days
    WHERE requests = 0 AND day = old.began / 86400000000 AND account = old.account AND key_id = old.key_id
        AND outcome = old.outcome AND model = iif(old.answered_model = '', old.asked_model, old.answered_model);
END;
)";

// Three things for a ledger of millions of entries. `region` is that of the attempt that answered, or of the last. `row_check` is
// SipHash over the entry's columns and those of its attempts (ledger/row_check.hpp), NULL in rows that are older than this step.
// And the sums are kept by the ledger, once for a batch of entries rather than once for each, by minute, hour and day: `span` is the
// length in seconds, `start` the Unix second in which it begins. The sums of the low and the high halves of the checks miss a row
// that went without the ledger's doing. As before, a sum that does not fit is NULL from then on.
constexpr const char* usage_sums = R"(
DROP TRIGGER entry_came;
DROP TRIGGER entry_went;
DROP TABLE usage_days;

ALTER TABLE entries ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN row_check INTEGER;
UPDATE entries SET region = coalesce(
    (SELECT region FROM attempts WHERE entry = id ORDER BY answered DESC, number DESC LIMIT 1), '');

CREATE TABLE usage_sums (
    span           INTEGER NOT NULL,
    start          INTEGER NOT NULL,
    account        TEXT    NOT NULL,
    key_id         TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    requests       INTEGER NOT NULL,
    estimated      INTEGER NOT NULL,
    input          INTEGER,
    cache_read     INTEGER,
    cache_write_5m INTEGER,
    cache_write_1h INTEGER,
    output         INTEGER,
    reasoning      INTEGER,
    charged        INTEGER,
    incurred       INTEGER,
    without_charge INTEGER NOT NULL,
    without_cost   INTEGER NOT NULL,
    checks_low     INTEGER NOT NULL,
    checks_high    INTEGER NOT NULL,
    PRIMARY KEY (span, start, account, key_id, model, region, outcome)
) STRICT, WITHOUT ROWID;

INSERT INTO usage_sums
    SELECT column1, began / 1000000 / column1 * column1, account, key_id,
        iif(answered_model = '', asked_model, answered_model), region, outcome, count(*), sum(estimated), sum(input),
        sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), coalesce(sum(charged), 0),
        coalesce(sum(incurred), 0), count(*) - count(charged), count(*) - count(incurred), 0, 0
    FROM entries, (VALUES (60), (3600), (86400))
    GROUP BY 1, 2, 3, 4, 5, 6, 7;
)";

// An id belongs to an account and a region. `deleted` is the moment; a document that was deleted, or is kept upstream, is NULL.
constexpr const char* transcripts = R"(
CREATE TABLE transcripts (
    account  TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    keeper   TEXT    NOT NULL CHECK (keeper IN ('store', 'upstream')),
    created  INTEGER NOT NULL,
    deleted  INTEGER,
    document BLOB,
    PRIMARY KEY (account, region, id)
) STRICT;
CREATE INDEX transcripts_upstream ON transcripts (id) WHERE keeper = 'upstream';
)";

// What a list tells of a transcript stands in front of its document: who lists transcripts reads no words. Moments are in microseconds, so
// that what was made within one second has an order. Of what a service made nobody has noted how far it is: it was queued once.
constexpr const char* listed_transcripts = R"(
DROP INDEX transcripts_upstream;
ALTER TABLE transcripts RENAME TO unlisted_transcripts;
CREATE TABLE transcripts (
    account   TEXT    NOT NULL,
    region    TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    keeper    TEXT    NOT NULL CHECK (keeper IN ('store', 'upstream')),
    status    TEXT    NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'error')),
    created   INTEGER NOT NULL,
    completed INTEGER,
    deleted   INTEGER,
    audio_url TEXT    NOT NULL,
    error     TEXT    NOT NULL,
    document  BLOB,
    PRIMARY KEY (account, region, id)
) STRICT;
CREATE INDEX transcripts_upstream ON transcripts (id) WHERE keeper = 'upstream';
CREATE INDEX transcripts_by_age ON transcripts (account, region, created);
CREATE INDEX transcripts_by_status ON transcripts (account, region, status, created);

INSERT INTO transcripts
    SELECT account, region, id, keeper, status, created * 1000000, iif(keeper = 'store' AND status = 'completed', created * 1000000, NULL),
        deleted * 1000000, iif(length(audio_url) <= 500, audio_url, ''), iif(length(error) <= 500, error, ''), document
    FROM (SELECT *,
            CASE WHEN deleted IS NOT NULL THEN 'completed' WHEN keeper = 'upstream' THEN 'queued'
                 WHEN json ->> 'status' IN ('queued', 'processing', 'error') THEN json ->> 'status' ELSE 'completed' END AS status,
            iif(json_type(json, '$.audio_url') = 'text', json ->> 'audio_url', '') AS audio_url,
            iif(json_type(json, '$.error') = 'text', json ->> 'error', '') AS error
        FROM (SELECT *, rowid AS made, iif(json_valid(CAST(document AS TEXT)), CAST(document AS TEXT), NULL) AS json FROM unlisted_transcripts))
    ORDER BY made;
DROP TABLE unlisted_transcripts;
)";

const std::array migrations{
    Migration{1, virtual_keys}, Migration{2, ledger},         Migration{3, usage_days},         Migration{4, usage_sums},
    Migration{5, transcripts},  Migration{6, compact_ledger}, Migration{7, listed_transcripts},
};

}  // namespace

std::span<const Migration> all_migrations() { return migrations; }

}  // namespace parley::store
