#include "ledger/traits_table.hpp"

#include <tuple>

namespace parley::ledger {
namespace {

constexpr std::string_view find_entry_traits =
    "SELECT id FROM entry_traits WHERE account = ? AND key_id = ? AND asked_model = ? AND answered_model = ? AND stream = ? "
    "AND outcome = ? AND http_status = ? AND error_class = ? AND region = ? AND estimated = ?";
constexpr std::string_view add_entry_traits = "INSERT INTO entry_traits (" PARLEY_ENTRY_TRAITS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view find_attempt_traits =
    "SELECT id FROM attempt_traits WHERE kind = ? AND provider = ? AND upstream_model = ? AND region = ? AND outcome = ? "
    "AND http_status = ? AND error_class = ? AND answered = ? AND estimated = ? AND input_rate IS ? AND cache_read_rate IS ? "
    "AND cache_write_5m_rate IS ? AND cache_write_1h_rate IS ? AND output_rate IS ? AND regional_increase = ?";
constexpr std::string_view add_attempt_traits =
    "INSERT INTO attempt_traits (" PARLEY_ATTEMPT_TRAITS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// The row that has these values, made where there is none.
template <class Values>
Result<std::int64_t> row_of(store::Connection& connection, std::string_view find_sql, std::string_view add_sql, const Values& values) {
    auto find = connection.prepare_kept(find_sql);
    if (!find) return find.error();
    std::apply([&](const auto&... each) { find->bind(each...); }, values);
    const Result<bool> found = find->step();
    if (!found) return found.error();
    if (*found) return find->integer(0);
    auto add = connection.prepare_kept(add_sql);
    if (!add) return add.error();
    if (auto error = std::apply([&](const auto&... each) { return add->run_with(each...); }, values)) return *error;
    return connection.last_row();
}

}  // namespace

Result<Traits> TraitsTable::find_or_add(const Entry& entry, const UsageTotals& totals) {
    return find_or_add(entries_, find_entry_traits, add_entry_traits, traits_of(entry, totals));
}

Result<Traits> TraitsTable::find_or_add(const Attempt& attempt) {
    return find_or_add(attempts_, find_attempt_traits, add_attempt_traits, traits_of(attempt));
}

template <class Values>
Result<Traits> TraitsTable::find_or_add(Known<Values>& known, std::string_view find_sql, std::string_view add_sql, const Values& values) {
    if (known.traits.row != 0 && known.newest == values) return known.traits;
    bytes_.clear();
    std::apply([this](const auto&... each) { bytes_.add(each...); }, values);
    auto found = known.by_bytes.find(bytes_.view());
    if (found == known.by_bytes.end()) {
        const Result<std::int64_t> row = row_of(connection_, find_sql, add_sql, values);
        if (!row) return row.error();
        found = known.by_bytes.emplace(std::string(bytes_.view()), Traits{*row, bytes_.check()}).first;
    }
    known.newest = values;
    known.traits = found->second;
    return known.traits;
}

}  // namespace parley::ledger
