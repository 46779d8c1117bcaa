// file_version.hpp: whether a file is still the one that was read, without reading it again.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>

namespace parley::config {

/// What stands behind a path, links followed. Another file under the same name, another content and other permissions
/// all make another version; the time of the last change of state (ctime) cannot be set back by anyone.
struct FileVersion {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;  // all zero: nothing is there, or it cannot be seen
    std::int64_t bytes = 0;
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;

    bool operator==(const FileVersion&) const = default;
};

FileVersion version_of(const struct stat& status);
FileVersion version_of(const std::string& path);

/// A file that the configuration was made from: itself, a secret it names, a certificate.
struct SourceFile {
    std::string path;
    FileVersion version;  // of what was read
};

}  // namespace parley::config
