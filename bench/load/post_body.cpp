#include "load/post_body.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace bench::load {

std::string request_with_body(const std::string& body_file, const std::string& key, const std::string& path) {
    std::ifstream file(body_file, std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (body.empty()) throw std::runtime_error("nothing to send in " + body_file);
    return "POST " + path +
           " HTTP/1.1\r\n"
           "host: localhost\r\n"
           "authorization: Bearer " +
           key +
           "\r\n"
           "content-type: application/json\r\n"
           "content-length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace bench::load
