// data_directory.hpp: the one folder in which Parley keeps what must survive it, held by one process at a time.
#pragma once

#include <chrono>
#include <string>

#include "base/deadline.hpp"
#include "base/result.hpp"

namespace parley::store {

class DataDirectory {
  public:
    enum class Missing {
        make,    // with mode 0700; its parent has to be there
        refuse,  // ErrorKind::not_found
    };

    /// Checks the directory and locks it (flock on the file "lock" in it), until the object dies or the process does.
    ///
    /// Errors  one line that names the directory: another process holds it after `patience` (ErrorKind::not_ready, with its
    ///         number), it belongs to somebody else, others may write to it, or it cannot be made or written.
    static Result<DataDirectory> open(const std::string& path, Missing missing, Duration patience = Duration::zero());

    DataDirectory(DataDirectory&& other) noexcept;
    DataDirectory& operator=(DataDirectory&&) = delete;
    ~DataDirectory();

    const std::string& path() const { return path_; }
    std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    DataDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

    std::string path_;
    int lock_;  // descriptor; -1: moved away
};

}  // namespace parley::store
