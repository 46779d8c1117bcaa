// regular_file.hpp: reading a small file whole, without being held up by what is not a file.
#pragma once

#include <cstddef>
#include <string>

#include "config/file_version.hpp"

namespace parley::config {

struct FileReading {
    std::string text;
    bool world_readable = false;  // anyone on the machine may read it
    FileVersion version;          // of what was read, or refused
    std::string fault;            // empty: read. "cannot be opened: No such file or directory", "is a directory", ...
};

/// Reads a regular file of at most `bytes_max`, following links. Never blocks on a FIFO or a device.
FileReading read_regular_file(const std::string& path, std::size_t bytes_max);

}  // namespace parley::config
