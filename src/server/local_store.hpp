// local_store.hpp: what lives in the data directory, opened: its lock, the database, the keys.
//
// `parley serve` holds one as long as it runs; a command that finds no server running holds one for as long as it takes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/key_registry.hpp"
#include "config/config.hpp"
#include "store/data_directory.hpp"
#include "store/writer.hpp"

namespace parley::server {

class LocalStore {
  public:
    /// Locks the directory. The database is opened and brought up to date when something first asks for it: where that
    /// cannot be, it tries again for the next who asks, and configured keys work meanwhile.
    ///
    /// pepper    the value of PARLEY_PEPPER, if it is set
    /// missing   whether to make a directory that is not there
    /// patience  how long to wait for another process that holds it
    /// Errors    one line that names the directory, the file or the variable in the way.
    static Result<std::unique_ptr<LocalStore>> open(const std::string& path, const std::optional<std::string>& pepper,
                                                    store::DataDirectory::Missing missing, Duration patience = Duration::zero());

    const std::string& path() const { return directory_.path(); }
    /// Where the journal lies: a directory of its own.
    std::string journal_path() const { return directory_.file("journal"); }
    store::Writer& writer() { return writer_; }
    auth::KeyRegistry& keys() { return keys_; }
    /// The secret of this gateway, or of all that share PARLEY_PEPPER. Keys for other uses are derived from it.
    const Secret& pepper() const { return pepper_; }

    /// The admin key that nobody has configured: the text of a file, made when it is first asked for. See load_secret_file.
    Result<Secret> admin_key() const;
    std::string admin_key_file() const { return directory_.file("admin_key"); }

  private:
    LocalStore(store::DataDirectory directory, Secret pepper);

    store::DataDirectory directory_;
    store::Writer writer_;
    Secret pepper_;
    auth::KeyRegistry keys_;
};

/// The keys that stand in a configuration.
std::vector<auth::ConfiguredKey> configured_keys(const config::Config& config);

}  // namespace parley::server
