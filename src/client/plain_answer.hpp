// plain_answer.hpp: a request of any kind to a gateway, and what it answered.
#pragma once

#include <optional>
#include <string>

#include "client/answer.hpp"

namespace parley::client {

/// Larger answers than this are not read.
inline constexpr std::size_t plain_answer_bytes_max = 64u << 20;

struct PlainCall {
    std::string method;  // GET, PUT ...
    std::string path;    // below the gateway's own
    std::string body = {};
};

struct PlainAnswer {
    int status = 0;  // 0: there was none
    std::string body = {};
    std::optional<Failure> failure = {};  // why there is none
};

}  // namespace parley::client
