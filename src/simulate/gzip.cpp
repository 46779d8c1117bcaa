#include "simulate/gzip.hpp"

#include <array>
#include <new>

namespace parley::simulate {

GzipWriter::GzipWriter() {
    constexpr int gzip_window = 15 + 16;  // the largest window, and zlib's sign for a gzip header
    constexpr int memory_level = 8;
    // Fails only for want of memory: the parameters are constants.
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::bad_alloc();
    }
}

GzipWriter::~GzipWriter() { deflateEnd(&stream_); }

std::string GzipWriter::deflate_all(std::string_view bytes, int flush) {
    std::string out;
    std::array<unsigned char, 4096> buffer;
    stream_.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<unsigned>(bytes.size());
    do {
        stream_.next_out = buffer.data();
        stream_.avail_out = buffer.size();
        deflate(&stream_, flush);
        out.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return out;
}

}  // namespace parley::simulate
