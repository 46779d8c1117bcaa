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
    };
    return table;
}

}  // namespace parley::config
