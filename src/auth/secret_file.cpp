#include "auth/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "base/random.hpp"

namespace parley::auth {
namespace {

Error trouble(const std::string& where, const std::string& what) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = where + ": " + what};
}

std::string new_secret() {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : secure_random_bytes(32)) {
        text += digits[byte >> 4];
        text += digits[byte & 0xf];
    }
    return text;
}

bool write_and_sync(const std::string& path, std::string_view text) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return false;
    const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool synced = written && ::fsync(descriptor) == 0;
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return synced;
}

bool sync_folder_of(const std::string& file) {
    const int descriptor = ::open(file.substr(0, file.rfind('/') + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return synced;
}

// Whole or not at all: a pepper cut short by a crash would lock out every key made under it.
Result<Secret> make_file(const std::string& file) {
    std::string text = new_secret();
    const std::string beside = file + ".new";
    const bool made = write_and_sync(beside, text + "\n") && ::rename(beside.c_str(), file.c_str()) == 0 && sync_folder_of(file);
    if (!made) return trouble(file, "cannot be written: " + std::string(std::strerror(errno)));
    return Secret(std::move(text));
}

Result<Secret> read_file(const std::string& file, int descriptor) {
    struct stat found {};
    if (::fstat(descriptor, &found) != 0) return trouble(file, std::strerror(errno));
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) return trouble(file, "others may read it: chmod 600 it, or make a new one");
    char text[secret_file_bytes_max + 2];
    const ssize_t size = ::read(descriptor, text, sizeof text);
    if (size < 0) return trouble(file, std::strerror(errno));
    std::string_view line(text, static_cast<std::size_t>(size));
    if (line.ends_with('\n')) line.remove_suffix(1);
    return checked_secret(file, std::string(line));
}

}  // namespace

Result<Secret> checked_secret(const std::string& where, std::string text) {
    if (text.size() >= secret_file_bytes_min && text.size() <= secret_file_bytes_max) return Secret(std::move(text));
    return trouble(where,
                   "must have " + std::to_string(secret_file_bytes_min) + " to " + std::to_string(secret_file_bytes_max) + " characters");
}

Result<Secret> load_secret_file(const std::string& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return errno == ENOENT ? make_file(file) : trouble(file, std::strerror(errno));
    Result<Secret> secret = read_file(file, descriptor);
    ::close(descriptor);
    return secret;
}

}  // namespace parley::auth
