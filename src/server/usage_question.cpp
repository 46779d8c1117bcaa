#include "server/usage_question.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/calendar_date.hpp"
#include "config/lifetime.hpp"

namespace parley::server {
namespace {

using ledger::UsageBy;
using Problems = std::vector<std::string>;

constexpr ledger::UnixMicroseconds microseconds_per_second = 1'000'000;

std::string groupings_there_are() {
    std::string names;
    for (int by = 0; by < static_cast<int>(UsageBy::count); ++by) {
        names += (by == 0 ? "" : ", ") + std::string(to_string(static_cast<UsageBy>(by)));
    }
    return names;
}

/// Empty where a name is unknown or stands twice.
std::vector<UsageBy> read_groupings(std::string_view text) {
    std::vector<UsageBy> groupings;
    for (bool more = true; more;) {
        const std::size_t comma = text.find(',');
        const auto one = ledger::usage_by_named(text.substr(0, comma));
        if (!one || std::find(groupings.begin(), groupings.end(), *one) != groupings.end()) return {};
        groupings.push_back(*one);
        more = comma != std::string_view::npos;
        text.remove_prefix(more ? comma + 1 : text.size());
    }
    return groupings;
}

std::optional<UnixSeconds> read_moment(std::string_view text, UnixSeconds now) {
    if (const auto moment = parse_moment(text)) return moment;
    const auto ago = config::parse_lifetime(text);
    if (!ago) return std::nullopt;
    return std::max<UnixSeconds>(now - ago->count(), 0);
}

void read_into(ledger::UnixMicroseconds& moment, const char* name, const std::optional<std::string>& text, UnixSeconds now,
               Problems& problems) {
    if (!text) return;
    if (const auto read = read_moment(*text, now)) {
        moment = *read * microseconds_per_second;
    } else {
        problems.push_back(std::string(name) + " must be a day (2026-11-01), a moment (2026-11-01T08:30:00Z) or how long ago (7d, 12h)");
    }
}

/// An empty text would mean any, which is not what was written.
void read_into(std::string& wanted, const char* name, const std::optional<std::string>& text, Problems& problems) {
    if (!text) return;
    if (text->empty()) problems.push_back(std::string(name) + " must not be empty");
    wanted = *text;
}

}  // namespace

ledger::EntryFilter read_time(const UsageWords& words, UnixSeconds now, Problems& problems) {
    ledger::EntryFilter filter;
    const std::size_t before = problems.size();
    read_into(filter.since, "since", words.since, now, problems);
    read_into(filter.until, "until", words.until, now, problems);
    if (problems.size() == before && filter.since >= filter.until) problems.push_back("since must be before until");
    return filter;
}

Result<UsageQuestion> read_usage_question(const UsageWords& words, UnixSeconds now) {
    Problems problems;
    UsageQuestion question;
    if (words.by) question.by = read_groupings(*words.by);
    if (question.by.empty()) problems.push_back("by must be one or several, with commas, of " + groupings_there_are());
    question.filter = read_time(words, now, problems);
    read_into(question.filter.account, "account", words.account, problems);
    read_into(question.filter.key_id, "key", words.key, problems);
    read_into(question.filter.model, "model", words.model, problems);
    if (problems.empty()) return question;
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "usage cannot be told for what was asked",
                 .problems = std::move(problems)};
}

}  // namespace parley::server
