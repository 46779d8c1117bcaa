#include "ledger/stored_entry.hpp"

#include <array>
#include <optional>
#include <utility>

#include "ledger/entry_rows.hpp"
#include "ledger/stored_values.hpp"

namespace parley::ledger {
namespace {

// Where the columns stand: the row's number, what is its own, its traits, and of an entry its check.
constexpr int own_from = 1, traits_from = 14, check_at = 24;
constexpr int attempt_own_from = 0, attempt_traits_from = 14, attempt_end = 29;

// The order of the tables as they were before there were traits: checks of that time are made from it.
constexpr std::array<int, 23> columns_before_traits{1, 2, 3, 14, 15, 16, 17, 18, 19, 20, 21, 4, 5, 6, 7, 8, 9, 10, 11, 23, 12, 13, 22};
constexpr std::array<int, 29> attempt_columns_before_traits{0, 14, 15, 16, 17, 1,  2,  3,  18, 19, 20, 4,  21, 5, 6,
                                                            7, 8,  9,  10, 11, 12, 22, 23, 24, 25, 26, 27, 28, 13};

constexpr std::string_view attempts_sql =
    "SELECT " PARLEY_ATTEMPT_OWN ", " PARLEY_ATTEMPT_TRAITS " FROM attempts WHERE entry = ? ORDER BY number";

constexpr std::string_view find_sql = " FROM entries WHERE id = (SELECT id FROM stored_entries WHERE request_id = ?)";

/// Takes the columns of a row one after another.
class Columns {
  public:
    explicit Columns(const store::Statement& row) : row_(row) {}

    std::int64_t integer() { return row_.integer(next_++); }
    int number() { return static_cast<int>(integer()); }
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
    Outcome outcome() { return outcome_named(row_.text_view(next_++)).value_or(Outcome::failed); }
    AttemptKind kind() { return attempt_kind_named(row_.text_view(next_++)).value_or(AttemptKind::primary); }
    std::optional<Rates> rates() {
        const bool known = !row_.is_null(next_);
        Rates rates;
        for (PricePerToken Rates::*rate :
             {&Rates::input, &Rates::cache_read, &Rates::cache_write_5m, &Rates::cache_write_1h, &Rates::output}) {
            (rates.*rate).picodollars = static_cast<std::uint64_t>(integer());
        }
        return known ? std::optional(rates) : std::nullopt;
    }
    void tokens(TokenCounts& tokens) {
        for (std::int64_t TokenCounts::*count : {&TokenCounts::input, &TokenCounts::cache_read, &TokenCounts::cache_write_5m,
                                                 &TokenCounts::cache_write_1h, &TokenCounts::output, &TokenCounts::reasoning}) {
            tokens.*count = integer();
        }
    }

  private:
    const store::Statement& row_;
    int next_ = 0;
};

Attempt read_attempt(const store::Statement& row) {
    Columns columns(row);
    Attempt attempt;
    attempt.number = static_cast<std::uint32_t>(columns.integer());
    attempt.began = columns.duration();
    attempt.first_chunk = columns.duration_or_null();
    attempt.total = columns.duration();
    attempt.upstream_id = columns.text();
    columns.tokens(attempt.tokens);
    attempt.tokens.input_audio = columns.integer();
    attempt.tokens.output_audio = columns.integer();
    attempt.cost = columns.money_or_null();
    attempt.kind = columns.kind();
    attempt.target.provider = columns.text();
    attempt.target.model = columns.text();
    attempt.target.region = columns.text();
    attempt.outcome = columns.outcome();
    attempt.http_status = columns.number();
    attempt.error_class = columns.text();
    attempt.answered = columns.flag();
    attempt.estimated = columns.flag();
    attempt.rates = columns.rates();
    attempt.regional_increase = {static_cast<std::uint32_t>(columns.integer())};
    return attempt;
}

template <std::size_t count>
void append_columns(const store::Statement& row, const std::array<int, count>& columns, std::string& out) {
    for (const int column : columns) row.append_values(column, column + 1, out);
}

}  // namespace

const std::string_view entry_columns = "id, " PARLEY_ENTRY_OWN ", " PARLEY_ENTRY_TRAITS ", row_check";

StoredEntry read_entry(const store::Statement& row) {
    Columns columns(row);
    StoredEntry stored;
    stored.row = columns.integer();
    Entry& entry = stored.entry;
    entry.opening.request_id = columns.text();
    entry.opening.client_request_id = columns.text();
    entry.opening.began = columns.integer();
    entry.first_chunk = columns.duration_or_null();
    entry.total = columns.duration();
    columns.tokens(stored.tokens);
    entry.charged = columns.money_or_null();
    entry.incurred = columns.money_or_null();
    entry.opening.account = columns.text();
    entry.opening.key_id = columns.text();
    entry.opening.asked_model = columns.text();
    entry.answered_model = columns.text();
    entry.opening.stream = columns.flag();
    entry.outcome = columns.outcome();
    entry.http_status = columns.number();
    entry.error_class = columns.text();
    stored.region = columns.text();
    stored.estimated = columns.flag();
    return stored;
}

void RowBytes::begin(const store::Statement& entry) {
    traits_.clear();
    traits_.add_columns(entry, traits_from, check_at);
    bytes_.clear();
    bytes_.add(traits_.check());
    bytes_.add_columns(entry, own_from, traits_from);
    before_traits_.clear();
    append_columns(entry, columns_before_traits, before_traits_);
}

void RowBytes::add_attempt(const store::Statement& attempt) {
    traits_.clear();
    traits_.add_columns(attempt, attempt_traits_from, attempt_end);
    bytes_.add(traits_.check());
    bytes_.add_columns(attempt, attempt_own_from, attempt_traits_from);
    append_columns(attempt, attempt_columns_before_traits, before_traits_);
}

bool RowBytes::fit(RowCheck check) const { return check == bytes_.check() || check == row_check(before_traits_); }

Result<AttemptRows> AttemptRows::prepare(store::Connection& connection) {
    auto query = connection.prepare_kept(attempts_sql);
    if (!query) return query.error();
    return AttemptRows(std::move(*query));
}

Result<std::vector<Attempt>> AttemptRows::of_entry(std::int64_t row, RowBytes* bytes) {
    query_.bind(row);
    std::vector<Attempt> attempts;
    for (;;) {
        const Result<bool> found = query_.step();
        if (!found) return found.error();
        if (!*found) return attempts;
        attempts.push_back(read_attempt(query_));
        if (bytes) bytes->add_attempt(query_);
    }
}

Result<StoredEntry> find_stored(store::Connection& connection, const std::string& request_id) {
    auto query = connection.prepare("SELECT " + std::string(entry_columns) + std::string(find_sql));
    if (!query) return query.error();
    StoredId(request_id).pass_to([&](const auto& id) { query->bind(id); });
    const Result<bool> row = query->step();
    if (!row) return row.error();
    if (!*row) {
        return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "there is no entry for this request id"};
    }
    StoredEntry stored = read_entry(*query);
    auto attempts = AttemptRows::prepare(connection);
    if (!attempts) return attempts.error();
    auto found = attempts->of_entry(stored.row);
    if (!found) return found.error();
    stored.entry.attempts = std::move(*found);
    return stored;
}

}  // namespace parley::ledger
