// Any bytes as a record of the ledger: what is accepted keeps its limits, is written again as something that reads the same, and
// fits the room that would have been reserved for it; and an assembler that sees it twice makes one entry of it.
#include <string>
#include <variant>

#include "ledger/assembler.hpp"
#include "ledger/record.hpp"
#include "property.hpp"

using namespace parley::fuzz;
using namespace parley::ledger;

namespace {

std::string written(const Record& record) {
    std::string out;
    if (const auto* open = std::get_if<OpenRecord>(&record)) append_open(out, *open);
    if (const auto* attempt = std::get_if<AttemptRecord>(&record)) append_attempt(out, *attempt);
    if (const auto* close = std::get_if<Entry>(&record)) append_close(out, *close);
    return out;
}

void check_close(const Entry& entry, std::size_t bytes) {
    require(entry.attempts.size() <= attempts_max, "attempts keep their limit");
    std::string opened;
    append_open(opened, {entry.opening, {}});
    std::vector<parley::catalog::Target> targets;
    for (const Attempt& attempt : entry.attempts) targets.push_back(attempt.target);
    const std::size_t rest = close_rest_bytes_max(entry.answered_model, targets, targets.size());
    require(bytes <= opened.size() + rest, "a close fits its reservation");
    require(!entry.charged || entry.charged->nanodollars >= 0, "nobody is paid for asking");
    require(!entry.charged || !entry.incurred || *entry.charged <= *entry.incurred, "what is charged was incurred");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto record = decode_record(view_of(data, size));
    if (!record) return 0;
    const std::string again = written(*record);
    require(decode_record(again).has_value() && *decode_record(again) == *record, "reading undoes writing");
    if (const auto* entry = std::get_if<Entry>(&*record)) check_close(*entry, again.size());

    Assembler assembler;
    assembler.add(view_of(data, size), 1);
    assembler.add(again, 2);
    assembler.end();
    require(assembler.take().size() == 1, "one request, one entry");
    return 0;
}
