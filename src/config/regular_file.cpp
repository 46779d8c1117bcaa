#include "config/regular_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "config/quantities.hpp"

namespace parley::config {
namespace {

std::string reason() { return std::generic_category().message(errno); }

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

  private:
    int number_;
};

/// Reads to the end, or to one byte more than allowed: a file may grow while it is read.
bool read_up_to(int descriptor, std::size_t bytes_max, std::string& text) {
    text.resize(bytes_max + 1);
    std::size_t filled = 0;
    while (filled < text.size()) {
        const ssize_t got = ::read(descriptor, text.data() + filled, text.size() - filled);
        if (got == 0) break;
        if (got > 0) {
            filled += static_cast<std::size_t>(got);
        } else if (errno != EINTR) {
            return false;
        }
    }
    text.resize(filled);
    return true;
}

}  // namespace

FileReading read_regular_file(const std::string& path, std::size_t bytes_max) {
    FileReading reading;
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
        reading.fault = "cannot be opened: " + reason();
    } else if (S_ISDIR(status.st_mode)) {
        reading.fault = "is a directory";
    } else if (!S_ISREG(status.st_mode)) {
        reading.fault = "is not a regular file";
    } else if (!read_up_to(file.number(), bytes_max, reading.text)) {
        reading.fault = "cannot be read: " + reason();
    } else if (reading.text.size() > bytes_max) {
        reading.fault = "is larger than " + print_size(bytes_max);
    }
    if (!reading.fault.empty()) reading.text.clear();
    reading.version = version_of(status);
    reading.world_readable = (status.st_mode & S_IROTH) != 0;
    return reading;
}

}  // namespace parley::config
