#include "ledger/entry_rows.hpp"

#include <utility>
#include <vector>

namespace parley::ledger {
namespace {

#define PARLEY_ENTRY_COLUMNS                                                                                        \
    "request_id, client_request_id, began, account, key_id, asked_model, answered_model, stream, outcome, "         \
    "http_status, error_class, first_chunk, total, input, cache_read, cache_write_5m, cache_write_1h, output, "     \
    "reasoning, estimated, charged, incurred"
#define PARLEY_ATTEMPT_COLUMNS                                                                                      \
    "number, kind, provider, upstream_model, region, began, first_chunk, total, outcome, http_status, error_class, " \
    "upstream_id, answered, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, input_audio, "     \
    "output_audio, estimated, input_rate, cache_read_rate, cache_write_5m_rate, cache_write_1h_rate, output_rate, "  \
    "regional_increase, cost"

constexpr std::string_view insert_entry_sql =
    "INSERT INTO entries (" PARLEY_ENTRY_COLUMNS ") "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING RETURNING id";
constexpr std::string_view insert_attempt_sql =
    "INSERT INTO attempts (entry, " PARLEY_ATTEMPT_COLUMNS ") "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view attempts_sql = "SELECT " PARLEY_ATTEMPT_COLUMNS " FROM attempts WHERE entry = ? ORDER BY number";

std::optional<std::int64_t> count_of(const std::optional<Microseconds>& duration) {
    return duration ? std::optional<std::int64_t>(duration->count()) : std::nullopt;
}

std::optional<std::int64_t> nanodollars_of(const std::optional<Money>& money) {
    return money ? std::optional(money->nanodollars) : std::nullopt;
}

std::optional<std::int64_t> picodollars_of(const std::optional<Rates>& rates, PricePerToken Rates::*rate) {
    return rates ? std::optional(static_cast<std::int64_t>(((*rates).*rate).picodollars)) : std::nullopt;
}

/// Takes the columns of a row one after another.
class Columns {
  public:
    explicit Columns(const store::Statement& row) : row_(row) {}

    std::int64_t integer() { return row_.integer(next_++); }
    std::string text() { return row_.text(next_++); }
    bool flag() { return integer() != 0; }
    Microseconds duration() { return Microseconds(integer()); }
    std::optional<Microseconds> duration_or_null() {
        const auto count = row_.integer_or_null(next_++);
        return count ? std::optional(Microseconds(*count)) : std::nullopt;
    }
    std::optional<Money> money_or_null() {
        const auto nanodollars = row_.integer_or_null(next_++);
        return nanodollars ? std::optional(Money{*nanodollars}) : std::nullopt;
    }
    /// A word that a newer version wrote counts as the most careful one that we know.
    Outcome outcome() { return outcome_named(text()).value_or(Outcome::failed); }
    AttemptKind kind() { return attempt_kind_named(text()).value_or(AttemptKind::primary); }
    std::optional<Rates> rates() {
        const bool known = !row_.is_null(next_);
        Rates rates;
        for (PricePerToken Rates::*rate : {&Rates::input, &Rates::cache_read, &Rates::cache_write_5m, &Rates::cache_write_1h,
                                           &Rates::output}) {
            (rates.*rate).picodollars = static_cast<std::uint64_t>(integer());
        }
        return known ? std::optional(rates) : std::nullopt;
    }

  private:
    const store::Statement& row_;
    int next_ = 0;
};

Attempt read_attempt(const store::Statement& row) {
    Columns columns(row);
    Attempt attempt;
    attempt.number = static_cast<std::uint32_t>(columns.integer());
    attempt.kind = columns.kind();
    attempt.target.provider = columns.text();
    attempt.target.model = columns.text();
    attempt.target.region = columns.text();
    attempt.began = columns.duration();
    attempt.first_chunk = columns.duration_or_null();
    attempt.total = columns.duration();
    attempt.outcome = columns.outcome();
    attempt.http_status = static_cast<int>(columns.integer());
    attempt.error_class = columns.text();
    attempt.upstream_id = columns.text();
    attempt.answered = columns.flag();
    for (std::int64_t TokenCounts::*count :
         {&TokenCounts::input, &TokenCounts::cache_read, &TokenCounts::cache_write_5m, &TokenCounts::cache_write_1h,
          &TokenCounts::output, &TokenCounts::reasoning, &TokenCounts::input_audio, &TokenCounts::output_audio}) {
        attempt.tokens.*count = columns.integer();
    }
    attempt.estimated = columns.flag();
    attempt.rates = columns.rates();
    attempt.regional_increase = {static_cast<std::uint32_t>(columns.integer())};
    attempt.cost = columns.money_or_null();
    return attempt;
}

}  // namespace

const std::string entry_columns = "id, " PARLEY_ENTRY_COLUMNS;

#undef PARLEY_ENTRY_COLUMNS
#undef PARLEY_ATTEMPT_COLUMNS

Result<EntryRows> EntryRows::prepare(store::Connection& connection) {
    auto entry = connection.prepare(insert_entry_sql);
    if (!entry) return entry.error();
    auto attempt = connection.prepare(insert_attempt_sql);
    if (!attempt) return attempt.error();
    return EntryRows(std::move(*entry), std::move(*attempt));
}

Result<std::optional<std::int64_t>> EntryRows::insert(const Entry& entry) {
    const Opening& opening = entry.opening;
    const TokenCounts tokens = charged_tokens(entry);
    entry_.bind(opening.request_id, opening.client_request_id, opening.began, opening.account, opening.key_id,
                opening.asked_model, entry.answered_model, opening.stream, to_string(entry.outcome), entry.http_status,
                entry.error_class, count_of(entry.first_chunk), entry.total.count(), tokens.input, tokens.cache_read,
                tokens.cache_write_5m, tokens.cache_write_1h, tokens.output, tokens.reasoning, is_estimated(entry),
                nanodollars_of(entry.charged), nanodollars_of(entry.incurred));
    const Result<bool> inserted = entry_.step();
    if (!inserted) return inserted.error();
    if (!*inserted) return std::optional<std::int64_t>();
    const std::int64_t row = entry_.integer(0);
    if (auto error = entry_.run()) return *error;
    return std::optional(row);
}

std::optional<Error> EntryRows::insert_attempts(std::int64_t row, const std::vector<Attempt>& attempts) {
    for (const Attempt& attempt : attempts) {
        const TokenCounts& tokens = attempt.tokens;
        const std::optional<Rates>& rates = attempt.rates;
        attempt_.bind(row, attempt.number, to_string(attempt.kind), attempt.target.provider, attempt.target.model,
                      attempt.target.region, attempt.began.count(), count_of(attempt.first_chunk), attempt.total.count(),
                      to_string(attempt.outcome), attempt.http_status, attempt.error_class, attempt.upstream_id,
                      attempt.answered, tokens.input, tokens.cache_read, tokens.cache_write_5m, tokens.cache_write_1h,
                      tokens.output, tokens.reasoning, tokens.input_audio, tokens.output_audio, attempt.estimated,
                      picodollars_of(rates, &Rates::input), picodollars_of(rates, &Rates::cache_read),
                      picodollars_of(rates, &Rates::cache_write_5m), picodollars_of(rates, &Rates::cache_write_1h),
                      picodollars_of(rates, &Rates::output), attempt.regional_increase.value, nanodollars_of(attempt.cost));
        if (auto error = attempt_.run()) return error;
    }
    return std::nullopt;
}

StoredEntry read_entry(const store::Statement& row) {
    Columns columns(row);
    StoredEntry stored;
    stored.row = columns.integer();
    Entry& entry = stored.entry;
    entry.opening.request_id = columns.text();
    entry.opening.client_request_id = columns.text();
    entry.opening.began = columns.integer();
    entry.opening.account = columns.text();
    entry.opening.key_id = columns.text();
    entry.opening.asked_model = columns.text();
    entry.answered_model = columns.text();
    entry.opening.stream = columns.flag();
    entry.outcome = columns.outcome();
    entry.http_status = static_cast<int>(columns.integer());
    entry.error_class = columns.text();
    entry.first_chunk = columns.duration_or_null();
    entry.total = columns.duration();
    for (std::int64_t TokenCounts::*count : {&TokenCounts::input, &TokenCounts::cache_read, &TokenCounts::cache_write_5m,
                                             &TokenCounts::cache_write_1h, &TokenCounts::output, &TokenCounts::reasoning}) {
        stored.tokens.*count = columns.integer();
    }
    stored.estimated = columns.flag();
    entry.charged = columns.money_or_null();
    entry.incurred = columns.money_or_null();
    return stored;
}

Result<AttemptRows> AttemptRows::prepare(store::Connection& connection) {
    auto query = connection.prepare(attempts_sql);
    if (!query) return query.error();
    return AttemptRows(std::move(*query));
}

Result<std::vector<Attempt>> AttemptRows::of_entry(std::int64_t row) {
    query_.bind(row);
    std::vector<Attempt> attempts;
    for (;;) {
        const Result<bool> found = query_.step();
        if (!found) return found.error();
        if (!*found) return attempts;
        attempts.push_back(read_attempt(query_));
    }
}

}  // namespace parley::ledger
