// mutations.hpp: small damage to messages, of the kinds that attackers and broken peers do.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/random.hpp"

namespace parley::http {

/// Where HTTP parsers are known to differ.
inline constexpr std::string_view interesting_texts[] = {
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "\n\n",
    " ",
    "\t",
    "\x0b",
    "\x7f",
    ":",
    ",",
    ";",
    "=",
    "\"",
    "_",
    "-",
    "+",
    "0",
    "1",
    "5",
    "0x",
    "ffffffffffffffff",
    "Content-Length: 5\r\n",
    "Content-Length: 0\r\n",
    "Content-Length:",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: gzip, chunked\r\n",
    "Transfer-Encoding:",
    "chunked",
    "Host: a\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Connection: upgrade\r\nUpgrade: h2c\r\n",
    "Expect: 100-continue\r\n",
    "HTTP/1.0",
    "HTTP/1.1",
    "HTTP/2.0",
    "GET ",
    "POST ",
    "HEAD ",
    "OPTIONS ",
    "/",
    "//",
    "/../",
    "?",
    "#",
    "%",
    "5\r\nhello\r\n",
    "0\r\n\r\n",
    "0\r\nX: y\r\n\r\n",
    ";x=y",
    "204",
    "304",
    "100",
    "101",
    "200",
    "GET /b HTTP/1.1\r\nHost: a\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "\x80",
    "\xff",
};

inline void mutate_once(std::string& bytes, std::span<const std::string> seeds, Random& random) {
    const std::size_t at = random.below(bytes.size() + 1);
    const std::size_t length = random.below(8);
    switch (random.below(7)) {
        case 0:
            if (at < bytes.size()) bytes[at] = static_cast<char>(random.next());
            break;
        case 1: bytes.insert(at, interesting_texts[random.below(std::size(interesting_texts))]); break;
        case 2: bytes.replace(at, length, interesting_texts[random.below(std::size(interesting_texts))]); break;
        case 3: bytes.erase(at, length); break;
        case 4: bytes.insert(at, bytes.substr(random.below(bytes.size() + 1), random.below(24))); break;
        case 5: {  // the end of another message
            const std::string& other = seeds[random.below(seeds.size())];
            bytes.replace(at, std::string::npos, other.substr(random.below(other.size())));
            break;
        }
        case 6:
            if (at < bytes.size()) bytes[at] ^= 0x20;  // the case of a letter, and much else
            break;
    }
}

inline std::string mutated(std::span<const std::string> seeds, Random& random) {
    std::string bytes = seeds[random.below(seeds.size())];
    for (std::uint64_t count = 1 + random.below(3); count > 0; --count) mutate_once(bytes, seeds, random);
    return bytes;
}

}  // namespace parley::http
