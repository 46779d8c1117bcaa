#include "cli/ledger_command.hpp"

#include <cstdint>
#include <cstdio>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/store_access.hpp"

namespace parley::cli {
namespace {

using control::Answer;
using nlohmann::json;

// For a check that reads the whole database at once.
constexpr auto whole_database_wait = std::chrono::minutes(10);

/// What was looked at, and what is wrong with it.
struct Verdict {
    json looked_at = json::object();
    std::vector<std::string> faults;
    std::vector<std::string> notes;  // no faults, yet worth a line

    void add_faults(const char* where, const json& sentences) {
        for (const json& sentence : sentences) faults.push_back(where + (": " + sentence.get<std::string>()));
    }
};

std::optional<Error> verify_journal(StoreAccess& store, Verdict& verdict) {
    const Answer found = store.ask({"ledger.journal"});
    if (!found) return found.error();
    verdict.looked_at["segments"] = found->at("segments");
    verdict.looked_at["records"] = found->at("records");
    for (const json& finding : found->at("findings")) {
        const std::string line = finding.at("file").get<std::string>() + ": " + finding.at("text").get<std::string>();
        (finding.at("is_damage").get<bool>() ? verdict.faults : verdict.notes).push_back("journal: " + line);
    }
    const auto aside = found->at("kept_aside").get<std::int64_t>();
    if (aside > 0) verdict.faults.push_back("journal: " + std::to_string(aside) + " damaged segments were kept aside, as .quarantine");
    return std::nullopt;
}

std::optional<Error> verify_entries(StoreAccess& store, Verdict& verdict) {
    std::int64_t entries = 0;
    for (json after = 0; !after.is_null();) {
        const control::Request request{"ledger.entries", {{"after", after}}};
        const Answer piece = store.ask(request);
        if (!piece) return piece.error();
        entries += piece->at("entries").get<std::int64_t>();
        verdict.add_faults("entries", piece->at("faults"));
        after = piece->at("next");
    }
    verdict.looked_at["entries"] = entries;
    return std::nullopt;
}

std::optional<Error> verify_database(StoreAccess& store, Verdict& verdict) {
    const Answer found = store.ask({"ledger.database"}, whole_database_wait);
    if (!found) return found.error();
    verdict.add_faults("database", found->at("faults"));
    return std::nullopt;
}

std::optional<Error> verify_totals(StoreAccess& store, Verdict& verdict) {
    for (json after = 0; !after.is_null();) {
        const control::Request request{"ledger.totals", {{"after", after}}};
        const Answer piece = store.ask(request, whole_database_wait);
        if (!piece) return piece.error();
        verdict.add_faults("totals", piece->at("faults"));
        after = piece->at("next");
    }
    return std::nullopt;
}

std::optional<Error> verify(StoreAccess& store, Verdict& verdict) {
    if (auto error = verify_journal(store, verdict)) return error;
    if (auto error = verify_database(store, verdict)) return error;
    if (auto error = verify_entries(store, verdict)) return error;
    return verify_totals(store, verdict);
}

std::string count_of(const json& number, const char* what) { return number.dump() + " " + what + (number == json(1) ? "" : "s"); }

void print(const Verdict& verdict) {
    for (const std::string& note : verdict.notes) std::printf("%s (no fault)\n", note.c_str());
    for (const std::string& fault : verdict.faults) std::printf("%s\n", fault.c_str());
    const json& seen = verdict.looked_at;
    const std::string looked_at =
        "the journal's " + count_of(seen.at("records"), "record") + " in " + count_of(seen.at("segments"), "segment") + ", the database, " +
        "its " + (seen.at("entries") == json(1) ? "1 entry" : seen.at("entries").dump() + " entries") + " and the totals of each day";
    std::printf("%s: %s\n", verdict.faults.empty() ? "All is well" : "Not all is well", looked_at.c_str());
}

}  // namespace

int run_ledger_verify(const LedgerVerifyArguments& arguments) {
    StoreAccess store(arguments.data);
    Verdict verdict;
    if (const auto error = verify(store, verdict)) return complain(*error);
    if (arguments.json) {
        json shown = verdict.looked_at;
        shown["faults"] = verdict.faults;
        shown["notes"] = verdict.notes;
        std::printf("%s\n", shown.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    } else {
        print(verdict);
    }
    return verdict.faults.empty() ? 0 : exit_failed;
}

int run_ledger_export(const LedgerExportArguments& arguments) {
    StoreAccess store(arguments.data);
    control::Request request{"ledger.export"};
    if (arguments.since) request.arguments["since"] = *arguments.since;
    if (arguments.until) request.arguments["until"] = *arguments.until;
    for (;;) {
        const Answer piece = store.ask(request);
        if (!piece) return complain(piece.error());
        for (const json& entry : piece->at("entries")) {
            std::printf("%s\n", entry.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
        }
        const json& next = piece->at("next");
        if (next.is_null()) return 0;
        request.arguments["after_began"] = next.at("began");
        request.arguments["after_row"] = next.at("row");
    }
}

}  // namespace parley::cli
