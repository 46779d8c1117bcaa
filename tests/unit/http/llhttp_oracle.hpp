// llhttp_oracle.hpp: a byte stream read as HTTP messages, once by our codec and once by llhttp in strict mode.
//
// llhttp is Node's parser: written by others from the same RFCs, fuzzed for years. Where the two disagree on the number
// of messages, their parts or their ends, one of them can be used to smuggle a request past the other.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace parley::http {

enum class Side { requests, responses };

struct Message {
    std::string start;   // the method, or the status
    std::string target;  // of a request, query included
    std::size_t fields = 0;
    std::string body;     // as far as it is there
    std::size_t end = 0;  // where the next message begins, once complete
    bool head_complete = false;
    bool complete = false;
    bool last = false;  // the connection ends after it
};

/// Whether both parsers saw the same message. Persistence is left out: it decides nothing about this message.
inline bool same_message(const Message& a, const Message& b) {
    return a.start == b.start && a.target == b.target && a.fields == b.fields && a.body == b.body && a.end == b.end &&
           a.head_complete == b.head_complete && a.complete == b.complete;
}

/// The messages of a stream; the last one may be incomplete.
struct Reading {
    std::vector<Message> messages;
    std::string refusal;  // why the last message was refused; empty when it was not
};

std::ostream& operator<<(std::ostream& out, const Message& message);

Reading read_with_parley(Side side, std::string_view bytes);
Reading read_with_llhttp(Side side, std::string_view bytes);

}  // namespace parley::http
