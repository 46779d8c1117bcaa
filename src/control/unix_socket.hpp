// unix_socket.hpp: the socket file in the data directory, from both ends. Private to the room.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "base/deadline.hpp"
#include "base/result.hpp"

namespace parley::control {

/// The file's name in the data directory.
inline constexpr const char* socket_name = "control.sock";

/// A descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }

  private:
    int number_;
};

/// Listens at `directory`/control.sock with mode 0600, in place of whatever a process that died left there. Whoever calls
/// holds the directory's lock. Paths of any length: a socket's address has 107 bytes, so the directory is named by descriptor.
Result<Descriptor> listen_in(const std::string& directory);

/// Errors: ErrorKind::not_found when nobody listens there.
Result<Descriptor> connect_to(const std::string& directory);

/// The user who made the other end (unix(7), SO_PEERCRED); nothing when the kernel does not say.
std::optional<uid_t> peer_user(int descriptor);

/// Whether a process of `own` answers `peer`: itself and root.
bool is_welcome(std::optional<uid_t> peer, uid_t own);

/// Milliseconds for poll(2): rounded up; at least 0.
int milliseconds_until(Deadline deadline);

}  // namespace parley::control
