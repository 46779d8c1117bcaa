#include "store/value_bytes.hpp"

#include <cstring>

namespace parley::store {
namespace {

// One byte says what follows. A text has its length in front, so that no two rows run together to the same bytes.
constexpr char null_tag = 'n';
constexpr char integer_tag = 'i';
constexpr char text_tag = 't';

void append_tagged(std::string& out, char tag, std::uint64_t number) {
    char bytes[1 + sizeof number];
    bytes[0] = tag;
    std::memcpy(bytes + 1, &number, sizeof number);
    out.append(bytes, sizeof bytes);
}

}  // namespace

void append_null(std::string& out) { out.push_back(null_tag); }

void append_integer(std::string& out, std::int64_t number) { append_tagged(out, integer_tag, static_cast<std::uint64_t>(number)); }

void append_text(std::string& out, std::string_view text) {
    append_tagged(out, text_tag, text.size());
    out += text;
}

}  // namespace parley::store
