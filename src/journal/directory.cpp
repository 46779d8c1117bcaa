#include "journal/directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>

namespace parley::journal {
namespace {

std::error_code last_error() { return {errno, std::system_category()}; }
std::error_code outcome_of(int returned) { return returned == 0 ? std::error_code{} : last_error(); }
Transfer transfer_of(ssize_t returned) {
    if (returned < 0) return {.error = last_error()};
    return {.bytes = static_cast<std::size_t>(returned)};
}

class SystemFile final : public File {
  public:
    explicit SystemFile(int descriptor) : descriptor_(descriptor) {}
    ~SystemFile() override { ::close(descriptor_); }

    std::error_code allocate(std::uint64_t bytes) override { return outcome_of(::fallocate(descriptor_, 0, 0, static_cast<off_t>(bytes))); }
    Transfer write_at(std::uint64_t offset, std::string_view bytes) override {
        return transfer_of(::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset)));
    }
    Transfer read_at(std::uint64_t offset, std::span<char> into) override {
        return transfer_of(::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset)));
    }
    std::error_code sync_data() override { return outcome_of(::fdatasync(descriptor_)); }
    std::error_code truncate(std::uint64_t bytes) override { return outcome_of(::ftruncate(descriptor_, static_cast<off_t>(bytes))); }

  private:
    const int descriptor_;
};

class SystemDirectory final : public Directory {
  public:
    explicit SystemDirectory(int descriptor) : descriptor_(descriptor) {}
    ~SystemDirectory() override { ::close(descriptor_); }

    std::unique_ptr<File> create(const std::string& name, std::error_code& error) override {
        return opened(::openat(descriptor_, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600), error);
    }
    std::unique_ptr<File> open(const std::string& name, std::error_code& error) override {
        return opened(::openat(descriptor_, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW), error);
    }
    std::error_code remove(const std::string& name) override { return outcome_of(::unlinkat(descriptor_, name.c_str(), 0)); }
    std::error_code rename(const std::string& from, const std::string& to) override {
        return outcome_of(::renameat(descriptor_, from.c_str(), descriptor_, to.c_str()));
    }
    std::vector<std::string> list(std::error_code& error) override;
    std::error_code sync() override { return outcome_of(::fsync(descriptor_)); }
    bool overwrites_in_place() override {
        struct statfs found {};
        if (::fstatfs(descriptor_, &found) != 0) return false;
        return found.f_type == EXT4_SUPER_MAGIC || found.f_type == XFS_SUPER_MAGIC || found.f_type == TMPFS_MAGIC;
    }

  private:
    static std::unique_ptr<File> opened(int descriptor, std::error_code& error) {
        error = descriptor < 0 ? last_error() : std::error_code{};
        return descriptor < 0 ? nullptr : std::make_unique<SystemFile>(descriptor);
    }

    const int descriptor_;
};

std::vector<std::string> SystemDirectory::list(std::error_code& error) {
    std::vector<std::string> names;
    // A stream takes its descriptor with it when it closes, and its place is the descriptor's: one of its own.
    const int own = ::openat(descriptor_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const stream = own < 0 ? nullptr : ::fdopendir(own);
    if (!stream) {
        error = last_error();
        if (own >= 0) ::close(own);
        return names;
    }
    errno = 0;
    while (const dirent* const entry = ::readdir(stream)) names.emplace_back(entry->d_name);
    error = errno == 0 ? std::error_code{} : last_error();
    ::closedir(stream);
    return names;
}

}  // namespace

Result<std::unique_ptr<Directory>> open_directory(const std::string& path) {
    const bool made = ::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST;
    const int descriptor = made ? ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (descriptor < 0) return Error{.message = "journal " + path + ": " + last_error().message()};
    return std::unique_ptr<Directory>(std::make_unique<SystemDirectory>(descriptor));
}

}  // namespace parley::journal
