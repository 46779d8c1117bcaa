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

Transfer read_whole(File& file, std::uint64_t from, std::span<char> out) {
    Transfer whole;
    while (whole.bytes < out.size()) {
        const Transfer read = file.read_at(from + whole.bytes, out.subspan(whole.bytes));
        if (read.error == std::errc::interrupted) continue;
        whole.error = read.error;
        if (read.error || read.bytes == 0) break;
        whole.bytes += read.bytes;
    }
    return whole;
}

std::error_code read_range(File& file, std::uint64_t from, std::uint64_t to, std::string& out) {
    while (from < to) {
        const std::size_t begin = out.size();
        const std::size_t wanted = std::min<std::uint64_t>(to - from, read_step_bytes);
        out.resize(begin + wanted);
        const Transfer read = read_whole(file, from, std::span(out).subspan(begin));
        out.resize(begin + read.bytes);
        if (read.error || read.bytes < wanted) return read.error;
        from += read.bytes;
    }
    return {};
}

}  // namespace parley::journal
