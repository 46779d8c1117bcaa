#include "ledger/entry_rows.hpp"

#include <tuple>
#include <utility>
#include <vector>

#include "store/value_bytes.hpp"

namespace parley::ledger {
namespace {

#define PARLEY_ENTRY_COLUMNS                                                                                        \
    "request_id, client_request_id, began, account, key_id, asked_model, answered_model, stream, outcome, "         \
    "http_status, error_class, first_chunk, total, input, cache_read, cache_write_5m, cache_write_1h, output, "     \
    "reasoning, estimated, charged, incurred, region"
#define PARLEY_ATTEMPT_COLUMNS                                                                                      \
    "number, kind, provider, upstream_model, region, began, first_chunk, total, outcome, http_status, error_class, " \
    "upstream_id, answered, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, input_audio, "     \
    "output_audio, estimated, input_rate, cache_read_rate, cache_write_5m_rate, cache_write_1h_rate, output_rate, "  \
    "regional_increase, cost"

constexpr std::string_view insert_entry_sql =
    "INSERT INTO entries (" PARLEY_ENTRY_COLUMNS ", row_check) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING";
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

// The columns of a row in their order, as what is bound and what the check is made from. Views of the entry.
auto values_of(const Entry& entry) {
    const Opening& opening = entry.opening;
    const TokenCounts tokens = charged_tokens(entry);
    return std::tuple(std::string_view(opening.request_id), std::string_view(opening.client_request_id), opening.began,
                      std::string_view(opening.account), std::string_view(opening.key_id), std::string_view(opening.asked_model),
                      std::string_view(entry.answered_model), opening.stream, to_string(entry.outcome), entry.http_status,
                      std::string_view(entry.error_class), count_of(entry.first_chunk), entry.total.count(), tokens.input,
                      tokens.cache_read, tokens.cache_write_5m, tokens.cache_write_1h, tokens.output, tokens.reasoning,
                      is_estimated(entry), nanodollars_of(entry.charged), nanodollars_of(entry.incurred), region_of(entry));
}

auto values_of(const Attempt& attempt) {
    const TokenCounts& tokens = attempt.tokens;
    const std::optional<Rates>& rates = attempt.rates;
    return std::tuple(attempt.number, to_string(attempt.kind), std::string_view(attempt.target.provider),
                      std::string_view(attempt.target.model), std::string_view(attempt.target.region), attempt.began.count(),
                      count_of(attempt.first_chunk), attempt.total.count(), to_string(attempt.outcome), attempt.http_status,
                      std::string_view(attempt.error_class), std::string_view(attempt.upstream_id), attempt.answered, tokens.input,
                      tokens.cache_read, tokens.cache_write_5m, tokens.cache_write_1h, tokens.output, tokens.reasoning,
                      tokens.input_audio, tokens.output_audio, attempt.estimated, picodollars_of(rates, &Rates::input),
                      picodollars_of(rates, &Rates::cache_read), picodollars_of(rates, &Rates::cache_write_5m),
                      picodollars_of(rates, &Rates::cache_write_1h), picodollars_of(rates, &Rates::output),
                      attempt.regional_increase.value, nanodollars_of(attempt.cost));
}

std::int64_t as_column(RowCheck check) { return static_cast<std::int64_t>(check); }

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
    return EntryRows(connection, std::move(*entry), std::move(*attempt));
}

Result<std::optional<RowCheck>> EntryRows::insert(const Entry& entry) {
    const auto columns = values_of(entry);
    const RowCheck check = check_of(columns, entry.attempts);
    const auto run_entry = [&](const auto&... values) { return entry_.run_with(values..., as_column(check)); };
    if (auto error = std::apply(run_entry, columns)) return *error;
    if (connection_.changes() == 0) return std::optional<RowCheck>();
    const std::int64_t row = connection_.last_row();
    for (const Attempt& attempt : entry.attempts) {
        const auto run_attempt = [&](const auto&... values) { return attempt_.run_with(row, values...); };
        if (auto error = std::apply(run_attempt, values_of(attempt))) return *error;
    }
    return std::optional(check);
}

template <class EntryColumns>
RowCheck EntryRows::check_of(const EntryColumns& columns, const std::vector<Attempt>& attempts) {
    bytes_.clear();
    const auto append = [this](const auto&... values) { (store::append_value(bytes_, values), ...); };
    std::apply(append, columns);
    for (const Attempt& attempt : attempts) std::apply(append, values_of(attempt));
    return row_check(bytes_);
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
    stored.region = columns.text();
    return stored;
}

Result<AttemptRows> AttemptRows::prepare(store::Connection& connection) {
    auto query = connection.prepare(attempts_sql);
    if (!query) return query.error();
    return AttemptRows(std::move(*query));
}

Result<std::vector<Attempt>> AttemptRows::of_entry(std::int64_t row, std::string* bytes) {
    query_.bind(row);
    std::vector<Attempt> attempts;
    for (;;) {
        const Result<bool> found = query_.step();
        if (!found) return found.error();
        if (!*found) return attempts;
        attempts.push_back(read_attempt(query_));
        if (bytes) query_.append_values(0, query_.columns(), *bytes);
    }
}

}  // namespace parley::ledger
