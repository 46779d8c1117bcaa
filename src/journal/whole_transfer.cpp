#include "journal/whole_transfer.hpp"

#include <algorithm>
#include <span>

namespace parley::journal {
namespace {

// How long a file is shows when it ends: no room is made for more than this beyond it.
constexpr std::uint64_t read_step_bytes = 256 * 1024;

}  // namespace

std::error_code write_whole(File& file, std::uint64_t offset, std::string_view bytes) {
    Transfer written = file.write_at(offset, bytes);
    while (written.error == std::errc::interrupted) written = file.write_at(offset, bytes);
    if (written.error) return written.error;
    return written.bytes == bytes.size() ? std::error_code{} : std::make_error_code(std::errc::io_error);
}

std::error_code allocate_whole(File& file, std::uint64_t bytes) {
    std::error_code error = file.allocate(bytes);
    while (error == std::errc::interrupted) error = file.allocate(bytes);
    return error;
}

std::error_code read_range(File& file, std::uint64_t from, std::uint64_t to, std::string& out) {
    while (from < to) {
        const std::size_t begin = out.size();
        out.resize(begin + std::min<std::uint64_t>(to - from, read_step_bytes));
        Transfer read;
        do {
            read = file.read_at(from, std::span(out).subspan(begin));
        } while (read.error == std::errc::interrupted);
        out.resize(begin + read.bytes);
        if (read.error || read.bytes == 0) return read.error;
        from += read.bytes;
    }
    return {};
}

}  // namespace parley::journal
