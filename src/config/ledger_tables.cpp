#include "config/field_types.hpp"
#include "config/tables.hpp"

namespace parley::config {

const Table<Ledger>& ledger_table() {
    static const Table<Ledger> table{
        choice_field("durability", &Ledger::durability, {{"crash", Durability::crash}, {"power", Durability::power}}, {},
                     "What an answered request's entry survives. `crash`: the death of the process at any moment; a machine that dies "
                     "takes the last 50 ms with it. `power`: that too; every answer waits for the disk. Takes effect with the next start."),
        size_field("journal_bytes", &Ledger::journal_bytes, {journal_bytes_least, journal_bytes_most},
                   "Entries on their way to the store, on the disk of the data directory. When it is full, because the store is "
                   "away, requests are answered with 503. Takes effect with the next start."),
        part_field("retention", &Ledger::retention, retention_table(), "How long entries are kept. Totals are of what is kept."),
    };
    return table;
}

const Table<Retention>& retention_table() {
    static const Table<Retention> table{
        {{.name = "days",
          .type = "whole number, 1 to " + std::to_string(retention_days_most),
          .fallback = "for ever",
          .about = "What began longer ago is removed."},
         [](Reader& reader, const Node& node, Retention& retention) {
             const auto days = reader.count(node, 1, retention_days_most);
             if (days) retention.days = static_cast<std::uint32_t>(*days);
         }},
        {{.name = "bytes",
          .type = "size, " + print_size(retention_bytes_least) + " to " + print_size(retention_bytes_most),
          .fallback = "no limit",
          .about = "While the database holds more, the oldest entries make room. Its file does not shrink."},
         [](Reader& reader, const Node& node, Retention& retention) {
             const auto bytes = reader.size(node, retention_bytes_least, retention_bytes_most);
             if (bytes) retention.bytes = *bytes;
         }},
    };
    return table;
}

}  // namespace parley::config
