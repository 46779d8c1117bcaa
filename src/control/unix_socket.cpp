#include "control/unix_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace parley::control {
namespace {

constexpr int backlog = 16;

Error trouble(const std::string& directory, int number, ErrorKind kind = ErrorKind::internal) {
    return Error{.kind = kind, .source = ErrorSource::gateway, .message = directory + "/" + socket_name + ": " + std::strerror(number)};
}

// The address that leads through an open directory (proc(5), /proc/self/fd), short whatever the path is.
sockaddr_un address_in(const Descriptor& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder.number(), socket_name);
    return address;
}

Descriptor open_folder(const std::string& directory) { return Descriptor(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)); }

Descriptor make_socket() { return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Result<Descriptor> listen_in(const std::string& directory) {
    const Descriptor folder = open_folder(directory);
    if (!folder.is_open()) return trouble(directory, errno);
    Descriptor socket = make_socket();
    if (!socket.is_open()) return trouble(directory, errno);
    ::unlinkat(folder.number(), socket_name, 0);  // of a process that died; the lock says that nobody else is here
    const sockaddr_un address = address_in(folder);
    // Before bind(): the file is never there with another mode.
    if (::fchmod(socket.number(), 0600) != 0 || ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket.number(), backlog) != 0) {
        return trouble(directory, errno);
    }
    return socket;
}

Result<Descriptor> connect_to(const std::string& directory) {
    const Descriptor folder = open_folder(directory);
    if (!folder.is_open()) return trouble(directory, errno, errno == ENOENT ? ErrorKind::not_found : ErrorKind::internal);
    Descriptor socket = make_socket();
    if (!socket.is_open()) return trouble(directory, errno);
    const sockaddr_un address = address_in(folder);
    if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return socket;
    const bool nobody = errno == ENOENT || errno == ECONNREFUSED;
    return trouble(directory, errno, nobody ? ErrorKind::not_found : errno == EAGAIN ? ErrorKind::not_ready : ErrorKind::internal);
}

std::optional<uid_t> peer_user(int descriptor) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
    return peer.uid;
}

bool is_welcome(std::optional<uid_t> peer, uid_t own) { return peer && (*peer == own || *peer == 0); }

int milliseconds_until(Deadline deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.at() - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

}  // namespace parley::control
