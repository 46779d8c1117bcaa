// names.hpp: every metric that is one number for the process, once; those by model are in model_metrics.hpp.
// docs/operations.md explains them in the same order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::observe {

/// Counters. Those that share a name differ by their label and must stand together.
// clang-format off
enum class Counter : std::uint8_t {
    requests,
    outcome_ok, outcome_client_gone, outcome_upstream_cut, outcome_interrupted, outcome_refused, outcome_failed,
    upstream_attempts, upstream_retries, upstream_retries_withheld, upstream_fallbacks,
    upstream_not_admitted, upstream_hedges, upstream_hedges_won, upstream_hedges_withheld,
    upstream_resumes, upstream_resumes_joined,
    upstream_failed_rate_limited, upstream_failed_overloaded, upstream_failed_timeout, upstream_failed_network,
    upstream_failed_bad_credential, upstream_failed_out_of_quota, upstream_failed_model_unavailable,
    upstream_failed_caller_fault, upstream_failed_content_filtered, upstream_failed_malformed_reply,
    upstream_failed_unknown,
    upstream_not_called,
    fields_dropped,
    prompt_tokens, completion_tokens,
    exchanges_begun, exchanges_ended,
    limited_over_limit, limited_no_room, limited_wrong_keys, limited_over_share, limited_overload, limited_late,
    ledger_entries, ledger_no_room, ledger_unrecorded, ledger_stored,
    journal_segment_retired, journal_no_segment, journal_working_again, journal_not_preallocated, journal_torn_tail,
    journal_damage_found, journal_segment_missing, journal_segment_kept_aside, journal_not_removed,
    log_lines_dropped,
    config_reloads_applied, config_reloads_unchanged, config_reloads_refused,
    count,
};
// clang-format on
inline constexpr std::size_t counters = static_cast<std::size_t>(Counter::count);

struct CounterName {
    std::string_view name;
    std::string_view label;  // `outcome="ok"`; empty for none
    std::string_view help;
};

inline constexpr std::array<CounterName, counters> counter_names{{
    {"parley_requests_total", "", "Requests whose head was read."},
    {"parley_request_outcomes_total", "outcome=\"ok\"", "Requests by how they ended; their sum is parley_requests_total when idle."},
    {"parley_request_outcomes_total", "outcome=\"client_gone\"", ""},
    {"parley_request_outcomes_total", "outcome=\"upstream_cut\"", ""},
    {"parley_request_outcomes_total", "outcome=\"interrupted\"", ""},
    {"parley_request_outcomes_total", "outcome=\"refused\"", ""},
    {"parley_request_outcomes_total", "outcome=\"failed\"", ""},
    {"parley_upstream_attempts_total", "", "Requests sent, or tried to send, to providers."},
    {"parley_upstream_retries_total", "", "Of them, those that followed a failed one at the same target."},
    {"parley_upstream_retries_withheld_total", "", "Retries that were due, and not made for the target's budget."},
    {"parley_upstream_fallbacks_total", "", "Attempts that followed a failed one at another target."},
    {"parley_upstream_not_admitted_total", "", "Calls that were not made because the target's breaker was open."},
    {"parley_upstream_hedges_total", "", "Attempts beside one that was slow to begin."},
    {"parley_upstream_hedges_won_total", "", "Of them, those that spoke first."},
    {"parley_upstream_hedges_withheld_total", "",
     "Hedges that were due and not made: the target's budget was spent, or nobody else was there."},
    {"parley_upstream_resumes_total", "", "Attempts to go on with a stream that broke off."},
    {"parley_upstream_resumes_joined_total", "", "Of them, those whose answer went on where the other broke off."},
    {"parley_upstream_failures_total", "class=\"rate_limited\"", "Attempts that failed, by class."},
    {"parley_upstream_failures_total", "class=\"overloaded\"", ""},
    {"parley_upstream_failures_total", "class=\"timeout\"", ""},
    {"parley_upstream_failures_total", "class=\"network\"", ""},
    {"parley_upstream_failures_total", "class=\"bad_credential\"", ""},
    {"parley_upstream_failures_total", "class=\"out_of_quota\"", ""},
    {"parley_upstream_failures_total", "class=\"model_unavailable\"", ""},
    {"parley_upstream_failures_total", "class=\"caller_fault\"", ""},
    {"parley_upstream_failures_total", "class=\"content_filtered\"", ""},
    {"parley_upstream_failures_total", "class=\"malformed_reply\"", ""},
    {"parley_upstream_failures_total", "class=\"unknown\"", ""},
    {"parley_upstream_not_called_total", "", "Attempts for which this process got no descriptor, port or memory; no provider's failures."},
    {"parley_fields_dropped_total", "", "Fields that were left out of an attempt because its provider has no place for them."},
    {"parley_tokens_total", "kind=\"prompt\"", "Tokens, as providers reported them or as estimated where they did not."},
    {"parley_tokens_total", "kind=\"completion\"", ""},
    {"parley_exchanges_begun_total", "", "Chat completions begun; minus those ended, the ones in flight."},
    {"parley_exchanges_ended_total", "", "Chat completions ended."},
    {"parley_rate_limited_total", "reason=\"over_limit\"", "Requests that we refused for their number."},
    {"parley_rate_limited_total", "reason=\"no_room\"", ""},
    {"parley_rate_limited_total", "reason=\"wrong_keys\"", ""},
    {"parley_rate_limited_total", "reason=\"over_share\"", ""},
    {"parley_rate_limited_total", "reason=\"overload\"", ""},
    {"parley_rate_limited_total", "reason=\"late\"", ""},
    {"parley_ledger_entries_total", "", "Chat completions whose entry was given to the journal."},
    {"parley_ledger_no_room_total", "", "Requests answered with 503 because the journal had no room to say what they would cost."},
    {"parley_ledger_unrecorded_total", "", "Refused requests, which cost nothing, for whose entry the journal had no room."},
    {"parley_ledger_stored_total", "", "Entries moved from the journal to the store."},
    {"parley_journal_notices_total", "kind=\"segment_retired\"", "What the journal had to say, by kind; the log has the details."},
    {"parley_journal_notices_total", "kind=\"no_segment\"", ""},
    {"parley_journal_notices_total", "kind=\"working_again\"", ""},
    {"parley_journal_notices_total", "kind=\"not_preallocated\"", ""},
    {"parley_journal_notices_total", "kind=\"torn_tail\"", ""},
    {"parley_journal_notices_total", "kind=\"damage_found\"", ""},
    {"parley_journal_notices_total", "kind=\"segment_missing\"", ""},
    {"parley_journal_notices_total", "kind=\"segment_kept_aside\"", ""},
    {"parley_journal_notices_total", "kind=\"not_removed\"", ""},
    {"parley_log_lines_dropped_total", "", "Lines of requests that nobody read in time."},
    {"parley_config_reloads_total", "result=\"applied\"", "Reloads of the configuration, by what became of them."},
    {"parley_config_reloads_total", "result=\"unchanged\"", ""},
    {"parley_config_reloads_total", "result=\"refused\"", ""},
}};

/// Values that go up and down. The whole process has one of each.
enum class Gauge : std::uint8_t { config_applied_at, store_readable, models_without_price, journal_bytes, journal_bytes_max, count };
inline constexpr std::size_t gauges = static_cast<std::size_t>(Gauge::count);

struct GaugeName {
    std::string_view name;
    std::string_view help;
};
inline constexpr std::array<GaugeName, gauges> gauge_names{{
    {"parley_config_applied_timestamp_seconds", "When the configuration in force was applied, in Unix time."},
    {"parley_store_readable", "1 once the stored keys could be read; 0: only configured keys are served."},
    {"parley_models_without_price", "Served models whose price is not known, so that their cost is not either."},
    {"parley_journal_bytes", "What the journal takes on the disk."},
    {"parley_journal_bytes_max", "What it may take; at that, requests are answered with 503."},
}};

/// Histograms of durations, in seconds.
enum class Timing : std::uint8_t { first_chunk, total, count };
inline constexpr std::size_t timings = static_cast<std::size_t>(Timing::count);

struct TimingName {
    std::string_view name;
    std::string_view help;
};
inline constexpr std::array<TimingName, timings> timing_names{{
    {"parley_first_chunk_seconds", "From a request's head to the first byte of its streamed answer."},
    {"parley_request_seconds", "From a request's head to the end of its answer."},
}};

}  // namespace parley::observe
