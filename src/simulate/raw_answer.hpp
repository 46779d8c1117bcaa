// raw_answer.hpp: answers printed byte for byte, for upstreams whose framing lies or breaks off. Everything an honest
// server would refuse to send.
#pragma once

#include <string>

#include "base/random.hpp"
#include "http/server_exchange.hpp"
#include "simulate/faults.hpp"

namespace parley::simulate {

/// Status line, fields and empty line, with `content-length: <length>`.
std::string print_raw_head(const http::Response& response, std::size_t length);

/// An answer whose framing contradicts itself, as Faults::wrong_length, bad_chunk_size or two_responses ask.
std::string print_contradictory_answer(const http::Response& response, const Faults& faults);

/// 512 bytes that are no HTTP: the first is never the 'H' of a status line.
std::string print_garbage(Random& random);

/// Adds `count` header fields of 32 bytes or more each to an answer.
void flood_header(std::string& fields, std::uint32_t count);

}  // namespace parley::simulate
