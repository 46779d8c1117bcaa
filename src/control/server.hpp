// server.hpp: the control socket of a running process: a few local connections, on one thread that carries no traffic.
//
// It knows no verb: whoever starts it brings a table. Only the process's own user and root are listened to, whatever the
// file's mode became.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/deadline.hpp"
#include "control/message.hpp"

namespace parley::control {

/// Called on the server's thread, one at a time. May wait.
using Verb = std::function<Answer(const nlohmann::json& arguments)>;
using Verbs = std::map<std::string, Verb>;

/// Runs the verb that a request names. Errors: ErrorKind::bad_request with the verbs that there are.
Answer run_verb(const Verbs& verbs, const Request& request);

class Server {
  public:
    struct Options {
        std::size_t connections_max = 16;             // one more is told so and closed
        Duration deadline = std::chrono::seconds(5);  // for a whole request to come, and for its answer to be taken
    };

    /// Listens in `directory`, whose lock the caller holds. Errors name the socket.
    static Result<std::unique_ptr<Server>> start(const std::string& directory, Verbs verbs, Options options);
    static Result<std::unique_ptr<Server>> start(const std::string& directory, Verbs verbs) {
        return start(directory, std::move(verbs), Options());
    }
    /// Closes every connection and removes the socket.
    ~Server();

    class Implementation;

  private:
    explicit Server(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace parley::control
