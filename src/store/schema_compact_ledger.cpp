#include "store/schema_compact_ledger.hpp"

namespace parley::store {

// Rows of less than half their size: docs/decisions/0021. What many entries, and many attempts, have in common stands once, in
// `entry_traits` and `attempt_traits`, as a row that never changes. The only attempt of an entry stands beside it where it tells the
// same tokens and the same cost; every other is a row of `stored_attempts`. A request's id is the 16 bytes of its UUID, or the text
// as it is where it is none. `entries` and `attempts` show what they did when they were tables.
//
// Rows keep their checks. No trait refers to another table and no row is bound to its traits by a foreign key, which SQLite would
// look up for every row that comes: a row without its traits does not fit its check, and is shown with NULL in their places.
const char* const compact_ledger = R"(
CREATE TABLE entry_traits (
    id             INTEGER NOT NULL PRIMARY KEY,
    account        TEXT    NOT NULL,
    key_id         TEXT    NOT NULL,
    asked_model    TEXT    NOT NULL,
    answered_model TEXT    NOT NULL,
    stream         INTEGER NOT NULL,
    outcome        TEXT    NOT NULL,
    http_status    INTEGER NOT NULL,
    error_class    TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    estimated      INTEGER NOT NULL,
    UNIQUE (account, key_id, asked_model, answered_model, stream, outcome, http_status, error_class, region, estimated)
) STRICT;

CREATE TABLE attempt_traits (
    id                  INTEGER NOT NULL PRIMARY KEY,
    kind                TEXT    NOT NULL,
    provider            TEXT    NOT NULL,
    upstream_model      TEXT    NOT NULL,
    region              TEXT    NOT NULL,
    outcome             TEXT    NOT NULL,
    http_status         INTEGER NOT NULL,
    error_class         TEXT    NOT NULL,
    answered            INTEGER NOT NULL,
    estimated           INTEGER NOT NULL,
    input_rate          INTEGER,
    cache_read_rate     INTEGER,
    cache_write_5m_rate INTEGER,
    cache_write_1h_rate INTEGER,
    output_rate         INTEGER,
    regional_increase   INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_traits_by_target ON attempt_traits (provider, upstream_model, region, kind, outcome, http_status);

CREATE TABLE stored_entries (
    id                  INTEGER NOT NULL PRIMARY KEY,
    request_id          ANY     NOT NULL UNIQUE,
    client_request_id   TEXT    NOT NULL,
    began               INTEGER NOT NULL,
    traits              INTEGER NOT NULL,
    first_chunk         INTEGER,
    total               INTEGER NOT NULL,
    input               INTEGER NOT NULL,
    cache_read          INTEGER NOT NULL,
    cache_write_5m      INTEGER NOT NULL,
    cache_write_1h      INTEGER NOT NULL,
    output              INTEGER NOT NULL,
    reasoning           INTEGER NOT NULL,
    charged             INTEGER CHECK (charged >= 0),
    incurred            INTEGER CHECK (incurred >= 0),
    attempt_traits      INTEGER,
    attempt_began       INTEGER,
    attempt_first_chunk INTEGER,
    attempt_total       INTEGER,
    upstream_id         TEXT,
    row_check           INTEGER
) STRICT;

CREATE TABLE stored_attempts (
    entry          INTEGER NOT NULL REFERENCES stored_entries (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL,
    traits         INTEGER NOT NULL,
    began          INTEGER NOT NULL,
    first_chunk    INTEGER,
    total          INTEGER NOT NULL,
    upstream_id    TEXT    NOT NULL,
    input          INTEGER NOT NULL,
    cache_read     INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    output         INTEGER NOT NULL,
    reasoning      INTEGER NOT NULL,
    input_audio    INTEGER NOT NULL,
    output_audio   INTEGER NOT NULL,
    cost           INTEGER CHECK (cost >= 0),
    PRIMARY KEY (entry, number)
) STRICT, WITHOUT ROWID;

INSERT INTO entry_traits (account, key_id, asked_model, answered_model, stream, outcome, http_status, error_class, region, estimated)
    SELECT DISTINCT account, key_id, asked_model, answered_model, stream, outcome, http_status, error_class, region, estimated
    FROM entries;
INSERT INTO attempt_traits (kind, provider, upstream_model, region, outcome, http_status, error_class, answered, estimated, input_rate,
        cache_read_rate, cache_write_5m_rate, cache_write_1h_rate, output_rate, regional_increase)
    SELECT DISTINCT kind, provider, upstream_model, region, outcome, http_status, error_class, answered, estimated, input_rate,
        cache_read_rate, cache_write_5m_rate, cache_write_1h_rate, output_rate, regional_increase
    FROM attempts;

CREATE VIEW attempts_and_traits AS
    SELECT one.*, traits.id AS traits
    FROM attempts AS one CROSS JOIN attempt_traits AS traits USING (provider, upstream_model, region, kind, outcome, http_status)
    WHERE traits.error_class = one.error_class AND traits.answered = one.answered AND traits.estimated = one.estimated
        AND traits.input_rate IS one.input_rate AND traits.cache_read_rate IS one.cache_read_rate
        AND traits.cache_write_5m_rate IS one.cache_write_5m_rate AND traits.cache_write_1h_rate IS one.cache_write_1h_rate
        AND traits.output_rate IS one.output_rate AND traits.regional_increase = one.regional_increase;

INSERT INTO stored_entries
    SELECT one.id, uuid_bytes(one.request_id), one.client_request_id, one.began, traits.id, one.first_chunk, one.total, one.input,
        one.cache_read, one.cache_write_5m, one.cache_write_1h, one.output, one.reasoning, one.charged, one.incurred, only.traits,
        only.began, only.first_chunk, only.total, only.upstream_id, one.row_check
    FROM entries AS one CROSS JOIN entry_traits AS traits
        USING (account, key_id, asked_model, answered_model, stream, outcome, http_status, error_class, region, estimated)
    LEFT JOIN attempts_and_traits AS only ON only.entry = one.id AND only.number = 0 AND only.input = one.input
        AND only.cache_read = one.cache_read AND only.cache_write_5m = one.cache_write_5m
        AND only.cache_write_1h = one.cache_write_1h AND only.output = one.output AND only.reasoning = one.reasoning
        AND only.input_audio = 0 AND only.output_audio = 0 AND only.cost IS one.incurred
        AND NOT EXISTS (SELECT 1 FROM attempts AS another WHERE another.entry = one.id AND another.number > 0)
    ORDER BY one.id;
INSERT INTO stored_attempts
    SELECT one.entry, one.number, one.traits, one.began, one.first_chunk, one.total, one.upstream_id, one.input, one.cache_read,
        one.cache_write_5m, one.cache_write_1h, one.output, one.reasoning, one.input_audio, one.output_audio, one.cost
    FROM attempts_and_traits AS one JOIN stored_entries ON stored_entries.id = one.entry
    WHERE stored_entries.attempt_traits IS NULL;

DROP VIEW attempts_and_traits;
DROP TABLE attempts;
DROP TABLE entries;
CREATE INDEX stored_entries_by_time ON stored_entries (began);

CREATE VIEW entries AS
    SELECT entry.id AS id,
        iif(typeof(request_id) = 'blob', lower(substr(hex(request_id), 1, 8) || '-' || substr(hex(request_id), 9, 4) || '-'
            || substr(hex(request_id), 13, 4) || '-' || substr(hex(request_id), 17, 4) || '-' || substr(hex(request_id), 21)),
            request_id) AS request_id,
        client_request_id, began, account, key_id, asked_model, answered_model, stream, outcome, http_status, error_class, first_chunk,
        total, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, estimated, charged, incurred, region, row_check
    FROM stored_entries AS entry LEFT JOIN entry_traits AS traits ON traits.id = entry.traits;

CREATE VIEW attempts AS
    SELECT entry.id AS entry, 0 AS number, kind, provider, upstream_model, region, attempt_began AS began,
        attempt_first_chunk AS first_chunk, attempt_total AS total, outcome, http_status, error_class, upstream_id, answered, input,
        cache_read, cache_write_5m, cache_write_1h, output, reasoning, 0 AS input_audio, 0 AS output_audio, estimated, input_rate,
        cache_read_rate, cache_write_5m_rate, cache_write_1h_rate, output_rate, regional_increase, incurred AS cost
    FROM stored_entries AS entry LEFT JOIN attempt_traits AS traits ON traits.id = entry.attempt_traits
    WHERE entry.attempt_traits IS NOT NULL
    UNION ALL
    SELECT entry, number, kind, provider, upstream_model, region, began, first_chunk, total, outcome, http_status, error_class,
        upstream_id, answered, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, input_audio, output_audio, estimated,
        input_rate, cache_read_rate, cache_write_5m_rate, cache_write_1h_rate, output_rate, regional_increase, cost
    FROM stored_attempts AS attempt LEFT JOIN attempt_traits AS traits ON traits.id = attempt.traits;
)";

}  // namespace parley::store
