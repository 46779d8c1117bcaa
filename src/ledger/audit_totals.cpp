#include <algorithm>
#include <string_view>

#include "base/calendar_date.hpp"
#include "ledger/audit.hpp"
#include "ledger/usage_sums.hpp"

namespace parley::ledger {
namespace {

constexpr UnixMicroseconds microseconds_per_second = 1'000'000;

// Where something is, from a second on: an entry that began, or a sum of any span.
constexpr std::string_view next_sql =
    "SELECT min(second) FROM (SELECT min(began) / 1000000 AS second FROM stored_entries WHERE began >= ?2 UNION ALL "
    "SELECT min(start) FROM usage_sums WHERE span = 60 AND start >= ?1 UNION ALL "
    "SELECT min(start) FROM usage_sums WHERE span = 3600 AND start >= ?1 UNION ALL "
    "SELECT min(start) FROM usage_sums WHERE span = 86400 AND start >= ?1)";
constexpr std::string_view rows_sql = " FROM entries WHERE began >= ? AND began < ?";

std::int64_t start_of(std::int64_t second, std::int64_t span) { return second - second % span; }

/// Walks through the hours in which something is.
class TotalsAudit {
  public:
    TotalsAudit(store::Connection& connection, std::int64_t since) : connection_(connection), at_(since) {}

    Result<AuditedTotals> run() {
        for (int hours = 0; hours < audited_hours_max && rows_ < audited_rows_enough; ++hours) {
            auto hour = next_hour();
            if (!hour) return hour.error();
            if (!*hour) return std::move(audited_);
            if (auto error = audit_hour(**hour)) return std::move(*error);
            at_ = **hour + hour_span;
        }
        audited_.next = at_;
        return std::move(audited_);
    }

  private:
    Result<std::optional<std::int64_t>> next_hour() {
        auto query = connection_.prepare(next_sql);
        if (!query) return query.error();
        const Result<bool> found = query->bind(at_, at_ * microseconds_per_second).step();
        if (!found) return found.error();
        const std::optional<std::int64_t> second = query->integer_or_null(0);
        return second ? std::optional(start_of(*second, hour_span)) : std::nullopt;
    }

    std::optional<Error> audit_hour(std::int64_t hour) {
        const std::int64_t day = start_of(hour, day_span);
        const bool is_new_day = at_ == 0 || start_of(at_ - 1, day_span) != day;
        const Result<UsageGroups> from_rows = sums_of_rows(hour);
        if (!from_rows) return from_rows.error();
        if (auto error = compare(day, minute_span, hour, hour + hour_span, *from_rows)) return error;
        if (auto error = compare(day, hour_span, hour, hour + hour_span, gathered(*from_rows, hour_span))) return error;
        if (!is_new_day) return std::nullopt;
        const auto hours = read_sums(connection_, hour_span, day, day + day_span);
        if (!hours) return hours.error();
        return compare(day, day_span, day, day + day_span, gathered(*hours, day_span));
    }

    Result<UsageGroups> sums_of_rows(std::int64_t hour) {
        auto query = connection_.prepare("SELECT " + std::string(summed_columns) + std::string(rows_sql));
        if (!query) return query.error();
        query->bind(hour * microseconds_per_second, (hour + hour_span) * microseconds_per_second);
        UsageSums sums;
        for (;; ++rows_) {
            const Result<bool> row = query->step();
            if (!row) return row.error();
            if (!*row) return sums.minutes();
            sums.count(*query, UsageSums::Direction::came);
        }
    }

    std::optional<Error> compare(std::int64_t day, std::int64_t span, std::int64_t since, std::int64_t until, const UsageGroups& right) {
        const Result<UsageGroups> stored = read_sums(connection_, span, since, until);
        if (!stored) return stored.error();
        if (*stored != right) tell(day);
        return std::nullopt;
    }

    void tell(std::int64_t day) {
        if (audited_.imbalances.size() == imbalances_max) return;
        std::string sentence = "day " + print_date(day) + ": the totals are not the sums of the rows";
        if (audited_.imbalances.empty() || audited_.imbalances.back() != sentence) audited_.imbalances.push_back(std::move(sentence));
    }

    store::Connection& connection_;
    std::int64_t at_;
    std::int64_t rows_ = 0;
    AuditedTotals audited_;
};

}  // namespace

Result<AuditedTotals> audit_totals(store::Connection& connection, std::int64_t since) { return TotalsAudit(connection, since).run(); }

}  // namespace parley::ledger
