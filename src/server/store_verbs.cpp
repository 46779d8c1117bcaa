#include "server/store_verbs.hpp"

#include "server/key_verbs.hpp"
#include "server/ledger_drain.hpp"
#include "server/ledger_journal.hpp"
#include "server/ledger_verbs.hpp"
#include "server/usage_verbs.hpp"

namespace parley::server {

control::Verbs store_verbs(LocalStore& store) {
    control::Verbs verbs = key_verbs(store.keys());
    verbs.merge(usage_verbs(store.writer()));
    verbs.merge(ledger_verbs(store.writer(), store.journal_path()));
    return verbs;
}

std::optional<Error> take_over_journal(LocalStore& store) {
    observe::Metrics metrics;  // nobody's: this process serves nobody
    const auto opened = LedgerJournal::open(store.journal_path(), config::Ledger(), 1, metrics);
    if (!opened) return opened.error();
    return LedgerDrain((*opened)->journal(), store.writer()).all();
}

}  // namespace parley::server
