// whole_transfer.hpp: all of the bytes, or an error.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "journal/directory.hpp"

namespace parley::journal {

/// One write: interrupted (EINTR), it is made again; cut short, it has failed (std::errc::io_error). What a disk takes half
/// of, it is not to be asked about again.
std::error_code write_whole(File& file, std::uint64_t offset, std::string_view bytes);

/// Sets blocks aside for that many bytes of the file. Interrupted (EINTR), it is asked again.
std::error_code allocate_whole(File& file, std::uint64_t bytes);

/// Fills `out` with what the file has from `from` on, as far as it goes.
Transfer read_whole(File& file, std::uint64_t from, std::span<char> out);

/// Appends bytes [from, to) of the file to `out`, or as many as it has.
std::error_code read_range(File& file, std::uint64_t from, std::uint64_t to, std::string& out);

}  // namespace parley::journal
