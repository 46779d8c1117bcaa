#include "server/store_verbs.hpp"

#include "server/key_verbs.hpp"
#include "server/ledger_verbs.hpp"
#include "server/usage_verbs.hpp"

namespace parley::server {

control::Verbs store_verbs(LocalStore& store) {
    control::Verbs verbs = key_verbs(store.keys());
    verbs.merge(usage_verbs(store.writer()));
    verbs.merge(ledger_verbs(store.writer(), store.journal_path()));
    return verbs;
}

// No server writes a journal yet, so there is none to take over.
std::optional<Error> take_over_journal(LocalStore&) { return std::nullopt; }

}  // namespace parley::server
