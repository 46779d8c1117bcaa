// store_access.hpp: what a command asks of a data directory: of the server that runs on it, or, where none does, of the directory
// itself.
#pragma once

#include <memory>
#include <string>

#include "control/client.hpp"
#include "control/server.hpp"
#include "server/local_store.hpp"

namespace parley::cli {

/// For one command, which may ask several times; a directory that it has opened itself stays open in between.
class StoreAccess {
  public:
    using Missing = store::DataDirectory::Missing;

    /// missing  whether to make a directory that is not there
    explicit StoreAccess(std::string data, Missing missing = Missing::refuse) : data_(std::move(data)), missing_(missing) {}

    /// A verb of server/store_verbs.hpp. A server that is starting or stopping is waited for, five seconds.
    ///
    /// wait  for a server's answer
    /// Errors: the verb's, or what is in the way of asking.
    control::Answer ask(const control::Request& request, Duration wait = control::answer_wait);

  private:
    std::optional<Error> open();

    std::string data_;
    Missing missing_;
    std::unique_ptr<server::LocalStore> opened_;
    control::Verbs verbs_;  // of opened_
};

/// The error and its problems to standard error. Gives a command's exit code.
int complain(const Error& error);

}  // namespace parley::cli
