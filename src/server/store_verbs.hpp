// store_verbs.hpp: everything that can be asked of a data directory, whether a server holds it or a command does.
#pragma once

#include "control/server.hpp"
#include "server/local_store.hpp"

namespace parley::server {

/// keys.*, usage and ledger.*. `store` outlives the verbs.
control::Verbs store_verbs(LocalStore& store);

/// What a command does first that holds the directory itself: brings what an ended server left in the journal into the tables,
/// so that reports are complete.
///
/// Errors: the journal's and the store's, each with the file's name.
std::optional<Error> take_over_journal(LocalStore& store);

}  // namespace parley::server
