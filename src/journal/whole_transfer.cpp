#include "journal/whole_transfer.hpp"

#include <span>

namespace parley::journal {

std::error_code write_whole(File& file, std::uint64_t offset, std::string_view bytes) {
    Transfer written = file.write_at(offset, bytes);
    while (written.error == std::errc::interrupted) written = file.write_at(offset, bytes);
    if (written.error) return written.error;
    return written.bytes == bytes.size() ? std::error_code{} : std::make_error_code(std::errc::io_error);
}

std::error_code read_range(File& file, std::uint64_t from, std::uint64_t to, std::string& out) {
    const std::size_t begin = out.size();
    out.resize(begin + static_cast<std::size_t>(to - from));
    std::span<char> rest(out.data() + begin, out.size() - begin);
    std::error_code error;
    while (!rest.empty()) {
        const Transfer read = file.read_at(to - rest.size(), rest);
        if (read.error == std::errc::interrupted) continue;
        error = read.error;
        if (error || read.bytes == 0) break;
        rest = rest.subspan(read.bytes);
    }
    out.resize(out.size() - rest.size());
    return error;
}

}  // namespace parley::journal
