#include "server/ledger_verbs.hpp"

#include <filesystem>
#include <utility>

#include "journal/findings.hpp"
#include "ledger/audit.hpp"
#include "ledger/entry_table.hpp"
#include "server/entry_json.hpp"
#include "server/usage_question.hpp"
#include "server/verb_arguments.hpp"
#include "store/integrity.hpp"

namespace parley::server {
namespace {

using control::Answer;
using nlohmann::json;
using Faults = std::vector<std::string>;

// A write that was seen half is whole at the next look, and damage is not.
constexpr int looks_max = 3;

Result<journal::Examination> examined(const std::string& path) {
    if (!std::filesystem::is_directory(path)) return journal::Examination{};
    const auto directory = journal::open_directory(path);
    if (!directory) return directory.error();
    Result<journal::Examination> found = journal::examine(**directory);
    for (int looks = 1; looks < looks_max && found && !found->is_whole(); ++looks) found = journal::examine(**directory);
    return found;
}

Answer examine_journal(const std::string& path) {
    const Result<journal::Examination> found = examined(path);
    if (!found) return found.error();
    json findings = json::array();
    for (const journal::SegmentReport& segment : found->segments) {
        for (const journal::Notice& finding : findings_of(segment)) {
            const bool is_damage = finding.kind != journal::NoticeKind::torn_tail;
            findings.push_back({{"file", finding.file}, {"text", finding.text}, {"is_damage", is_damage}});
        }
    }
    return control::answer_with({{"segments", found->segments.size()},
                                 {"records", found->records()},
                                 {"kept_aside", found->kept_aside},
                                 {"findings", std::move(findings)}});
}

Answer examine_database(store::Writer& writer) {
    const Result<Faults> faults = writer.ask<Faults>(store::check_integrity);
    if (!faults) return faults.error();
    return control::answer_with({{"faults", *faults}});
}

Answer audit_piece(store::Writer& writer, const json& object) {
    VerbArguments arguments(object);
    const std::int64_t after = arguments.integer("after").value_or(0);
    if (auto error = arguments.error()) return *error;
    const auto audited =
        writer.ask<ledger::AuditedEntries>([after](store::Connection& connection) { return ledger::audit_entries(connection, after); });
    if (!audited) return audited.error();
    return control::answer_with(
        {{"entries", audited->entries}, {"faults", audited->imbalances}, {"next", audited->more ? json(audited->last_row) : json()}});
}

Answer audit_totals_piece(store::Writer& writer, const json& object) {
    VerbArguments arguments(object);
    const std::int64_t since = arguments.integer("after").value_or(0);
    if (auto error = arguments.error()) return *error;
    const auto audited =
        writer.ask<ledger::AuditedTotals>([since](store::Connection& connection) { return ledger::audit_totals(connection, since); });
    if (!audited) return audited.error();
    return control::answer_with({{"faults", audited->imbalances}, {"next", audited->next ? json(*audited->next) : json()}});
}

/// A piece of the export under way.
struct Export {
    json entries = json::array();
    std::optional<ledger::PageEnd> next = ledger::PageEnd();
    std::size_t bytes = 0;

    bool is_enough() const { return !next || bytes >= exported_bytes_enough; }
};

Result<Export> export_piece(store::Connection& connection, const ledger::EntryFilter& filter, const ledger::PageEnd& after) {
    Export piece{.next = after};
    while (!piece.is_enough()) {
        const auto page = ledger::list_entries(connection, filter, *piece.next, exported_entries_step);
        if (!page) return page.error();
        for (const ledger::Entry& entry : page->entries) {
            piece.bytes += piece.entries.emplace_back(json_of(entry)).dump(-1, ' ', false, json::error_handler_t::replace).size();
        }
        piece.next = page->next;
    }
    return piece;
}

Answer export_entries(store::Writer& writer, UnixSeconds now, const json& object) {
    VerbArguments arguments(object);
    const UsageWords words{.since = arguments.text("since"), .until = arguments.text("until")};
    ledger::PageEnd after;
    after.began = arguments.integer("after_began").value_or(after.began);
    after.row = arguments.integer("after_row").value_or(after.row);
    if (auto error = arguments.error()) return *error;
    Faults problems;
    const ledger::EntryFilter filter = read_time(words, now, problems);
    if (!problems.empty()) return bad_arguments(std::move(problems));
    Result<Export> piece = writer.ask<Export>([&](store::Connection& connection) { return export_piece(connection, filter, after); });
    if (!piece) return piece.error();
    json next;
    if (piece->next) next = {{"began", piece->next->began}, {"row", piece->next->row}};
    return control::answer_with({{"entries", std::move(piece->entries)}, {"next", std::move(next)}});
}

}  // namespace

control::Verbs ledger_verbs(store::Writer& writer, std::string journal, WallClock clock) {
    return {{"ledger.journal", [path = std::move(journal)](const json&) { return examine_journal(path); }},
            {"ledger.database", [&writer](const json&) { return examine_database(writer); }},
            {"ledger.entries", [&writer](const json& arguments) { return audit_piece(writer, arguments); }},
            {"ledger.totals", [&writer](const json& arguments) { return audit_totals_piece(writer, arguments); }},
            {"ledger.export", [&writer, clock](const json& arguments) { return export_entries(writer, clock(), arguments); }}};
}

}  // namespace parley::server
