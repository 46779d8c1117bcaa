// directory.hpp: the seam between the journal and the disk: one directory and the files in it.
//
// Thin on purpose: a method is one system call, and says what that said (EINTR and short writes included), so that a test's
// disk can misbehave in every way that a real one can. What to do about it is decided above.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/result.hpp"

namespace parley::journal {

/// How many bytes were moved, or why none.
struct Transfer {
    std::size_t bytes = 0;
    std::error_code error = {};
};

/// An open file, closed with the object. Safe to use from several threads.
class File {
  public:
    virtual ~File() = default;

    /// Sets blocks aside for this many bytes, which read as zeros. std::errc::operation_not_supported: not on this file system.
    virtual std::error_code allocate(std::uint64_t bytes) = 0;
    virtual Transfer write_at(std::uint64_t offset, std::string_view bytes) = 0;
    /// Zero bytes without an error: the file ends before.
    virtual Transfer read_at(std::uint64_t offset, std::span<char> into) = 0;
    /// fdatasync. After an error nobody knows what the disk holds, nor does another call find out.
    virtual std::error_code sync_data() = 0;
    virtual std::error_code truncate(std::uint64_t bytes) = 0;
};

/// Safe to use from several threads.
class Directory {
  public:
    virtual ~Directory() = default;

    /// A new file, for reading and writing, mode 0600. The name must be free.
    virtual std::unique_ptr<File> create(const std::string& name, std::error_code& error) = 0;
    /// For reading.
    virtual std::unique_ptr<File> open(const std::string& name, std::error_code& error) = 0;
    virtual std::error_code remove(const std::string& name) = 0;
    virtual std::error_code rename(const std::string& from, const std::string& to) = 0;
    /// Names, in no order.
    virtual std::vector<std::string> list(std::error_code& error) = 0;
    /// Makes names that were created or changed durable.
    virtual std::error_code sync() = 0;
    /// Whether what is written over bytes of a file lies where they lay, so that it needs no room of its own on a full disk. Asked of the
    /// file system by its kind; those that copy on write do not, and what nobody knows counts as one of them.
    virtual bool overwrites_in_place() = 0;
};

/// A directory of the operating system's. Made with mode 0700 where it is missing; its parent has to be there.
///
/// Errors  one line that names the directory.
Result<std::unique_ptr<Directory>> open_directory(const std::string& path);

}  // namespace parley::journal
