// post_body.hpp: the one request that a load generator sends over and over.
#pragma once

#include <string>

namespace bench::load {

/// POST to the path with the body in the file, the content type and the key that every bench client uses.
/// Throws std::runtime_error when the file cannot be read or is empty.
std::string request_with_body(const std::string& body_file, const std::string& key, const std::string& path = "/v1/chat/completions");

}  // namespace bench::load
