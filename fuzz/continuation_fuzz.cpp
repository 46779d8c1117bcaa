// Two tellings of one answer under fuzzing: however the second is cut into pieces, what is passed on is its end or nothing; a telling that
// goes on from the point is always known to; no more is kept back than was sent.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "json/utf8.hpp"
#include "postprocess/continuation/overlap_dropper.hpp"
#include "postprocess/continuation/resume_point.hpp"
#include "property.hpp"

namespace {

using namespace parley::postprocess::continuation;
using parley::fuzz::require;
using State = OverlapDropper::State;

struct Told {
    State state;
    std::string text;

    bool operator==(const Told&) const = default;
};

/// The beginning of a character, at `at` or before it.
std::size_t character_begin(std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
    return at;
}

Told join(std::string_view sent, std::size_t from, std::string_view continuation, std::size_t piece_bytes) {
    OverlapDropper dropper(sent, from);
    std::string out;
    for (std::size_t at = 0; at < continuation.size();) {
        std::size_t end = std::min(continuation.size(), at + piece_bytes);
        while (end < continuation.size() && (static_cast<unsigned char>(continuation[end]) & 0xc0) == 0x80) ++end;
        dropper.feed(continuation.substr(at, end - at), out);
        require(dropper.state() != State::apart || out.empty(), "nothing of another answer is passed on");
        require(dropper.state() != State::undecided || out.empty(), "nothing is passed on before it is known");
        at = end;
    }
    return {dropper.finish(out), out};
}

void check(std::string_view sent, std::string_view continuation) {
    const std::size_t from = resume_point(sent);
    require(from <= sent.size() && character_begin(sent, from) == from, "the point is a character of what was sent");
    const Told whole = join(sent, from, continuation, continuation.size() + 1);
    require(continuation.ends_with(whole.text), "what is passed on is the end of what was told");
    for (const std::size_t piece : parley::fuzz::piece_sizes) {
        require(join(sent, from, continuation, piece) == whole, "pieces change nothing");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view text = parley::fuzz::view_of(data + 2, size - 2);
    if (parley::json::find_bad_utf8(text)) return 0;
    const std::size_t middle = character_begin(text, text.size() * data[0] / 256);
    const std::string_view sent = text.substr(0, middle);
    check(sent, text.substr(middle));

    const std::size_t from = resume_point(sent);
    check(sent, text.substr(from));
    const Told told = join(sent, from, text.substr(from), 1 + data[1]);
    require(told.state == State::joined, "who says the words behind the point goes on");
    return 0;
}
