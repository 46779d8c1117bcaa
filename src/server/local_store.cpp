#include "server/local_store.hpp"

#include <utility>

#include "auth/pepper.hpp"
#include "auth/secret_file.hpp"
#include "store/migrations.hpp"

namespace parley::server {
namespace {

constexpr const char* database_name = "parley.db";
constexpr const char* pepper_name = "key_pepper";

Result<store::Connection> open_database(const std::string& file) {
    Result<store::Connection> connection = store::Connection::open(file);
    if (!connection) return connection;
    if (auto error = store::migrate(*connection)) {
        error->message = file + ": " + error->message;
        return *error;
    }
    return connection;
}

}  // namespace

Result<std::unique_ptr<LocalStore>> LocalStore::open(const std::string& path, const std::optional<std::string>& pepper,
                                                     store::DataDirectory::Missing missing, Duration patience) {
    Result<store::DataDirectory> directory = store::DataDirectory::open(path, missing, patience);
    if (!directory) return directory.error();
    Result<Secret> loaded = auth::load_pepper(pepper, directory->file(pepper_name));
    if (!loaded) return loaded.error();
    return std::unique_ptr<LocalStore>(new LocalStore(std::move(*directory), std::move(*loaded)));
}

LocalStore::LocalStore(store::DataDirectory directory, Secret pepper)
    : directory_(std::move(directory)),
      writer_([file = directory_.file(database_name)] { return open_database(file); }),
      pepper_(std::move(pepper)),
      keys_(writer_, pepper_) {}

Result<Secret> LocalStore::admin_key() const { return auth::load_secret_file(admin_key_file()); }

std::vector<auth::ConfiguredKey> configured_keys(const config::Config& config) {
    std::vector<auth::ConfiguredKey> keys;
    for (const config::Key& key : config.keys) keys.push_back({key.name, key.secret, key.account, key.requests_per_minute});
    return keys;
}

}  // namespace parley::server
