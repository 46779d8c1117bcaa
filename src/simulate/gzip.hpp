// gzip.hpp: compresses a body the way a proxy does that nobody asked to.
#pragma once

#include <zlib.h>

#include <memory>
#include <string>
#include <string_view>

namespace parley::simulate {

/// One gzip member (RFC 1952), written in parts that can be decoded as they come.
class GzipWriter {
  public:
    GzipWriter();
    ~GzipWriter();
    GzipWriter(const GzipWriter&) = delete;
    GzipWriter& operator=(const GzipWriter&) = delete;

    /// The compressed bytes of `bytes`, flushed: a reader that has them can decode everything so far.
    std::string add(std::string_view bytes) { return deflate_all(bytes, Z_SYNC_FLUSH); }
    /// The member's last bytes. Nothing may be added after it.
    std::string finish(std::string_view bytes = {}) { return deflate_all(bytes, Z_FINISH); }

  private:
    std::string deflate_all(std::string_view bytes, int flush);

    z_stream stream_{};
};

}  // namespace parley::simulate
