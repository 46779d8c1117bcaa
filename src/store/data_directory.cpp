#include "store/data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>

namespace parley::store {
namespace {

constexpr auto lock_look = std::chrono::milliseconds(20);  // how often a waiting open() tries again

Error refused(const std::string& path, const std::string& reason, ErrorKind kind = ErrorKind::internal) {
    return Error{.kind = kind, .source = ErrorSource::gateway, .message = "data directory " + path + ": " + reason};
}

std::optional<Error> make_if_missing(const std::string& path, DataDirectory::Missing missing) {
    struct stat found {};
    if (::stat(path.c_str(), &found) == 0) return std::nullopt;
    if (errno != ENOENT) return refused(path, std::strerror(errno));
    if (missing == DataDirectory::Missing::refuse) return refused(path, "does not exist", ErrorKind::not_found);
    if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return std::nullopt;
    if (errno == ENOENT) return refused(path, "cannot be made: the folder it should stand in does not exist");
    return refused(path, "cannot be made: " + std::string(std::strerror(errno)));
}

std::optional<Error> check_ownership(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return refused(path, std::strerror(errno));
    if (!S_ISDIR(found.st_mode)) return refused(path, "is not a directory");
    if (found.st_uid != ::geteuid()) {
        return refused(
            path, "belongs to user " + std::to_string(found.st_uid) + ", and this process runs as user " + std::to_string(::geteuid()));
    }
    if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0) return refused(path, "others may write to it: chmod go-w it first");
    return std::nullopt;
}

bool lock_within(int descriptor, Deadline deadline) {
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (deadline.passed(Clock::now())) return false;
        std::this_thread::sleep_for(lock_look);
    }
    return true;
}

// For whoever finds the directory locked; best effort on both sides.
void write_own_number(int descriptor) {
    const std::string number = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0) return;
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, number.data(), number.size(), 0);
}

std::string holder_of(int descriptor) {
    char text[16];
    const ssize_t size = ::pread(descriptor, text, sizeof text, 0);
    std::string number(text, size > 0 ? static_cast<std::size_t>(size) : 0);
    number.erase(std::min(number.find_first_not_of("0123456789"), number.size()));
    return number.empty() ? "another process" : "process " + number;
}

}  // namespace

Result<DataDirectory> DataDirectory::open(const std::string& path, Missing missing, Duration patience) {
    if (auto error = make_if_missing(path, missing)) return *error;
    if (auto error = check_ownership(path)) return *error;
    const std::string lock_path = path + "/lock";
    const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) return refused(path, "cannot be written: " + std::string(std::strerror(errno)));
    DataDirectory directory(path, lock);
    if (!lock_within(lock, Deadline::after(Clock::now(), patience))) {
        return refused(path, "in use by " + holder_of(lock) + "; one Parley at a time", ErrorKind::not_ready);
    }
    write_own_number(lock);
    return directory;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory::~DataDirectory() {
    if (lock_ >= 0) ::close(lock_);  // which unlocks
}

}  // namespace parley::store
