// Any bytes as a gateway's stream: the same answer in any pieces, and nothing of it that a terminal would obey.
#include "client/answer_reader.hpp"

#include <algorithm>
#include <string>

#include "property.hpp"
#include "terminal/visible.hpp"
#include "terminal/width.hpp"
#include "terminal/wrap.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

struct Heard final : client::AnswerSink {
    void text(std::string_view piece) override { said += piece; }
    void reasoning(std::string_view piece) override { thought += piece; }
    std::string said;
    std::string thought;
};

client::Answer read(std::string_view stream, std::size_t piece) {
    client::Answer answer;
    Heard heard;
    client::AnswerReader reader(answer, heard);
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        const std::string received(stream.substr(at, piece));
        reader.feed(received);
    }
    reader.finish();
    require(reader.done(), "every stream ends with an answer or with a failure");
    require(heard.said == answer.text && heard.thought == answer.reasoning, "what was heard is what is kept");
    return answer;
}

bool same(const client::Answer& one, const client::Answer& other) {
    return one.text == other.text && one.reasoning == other.reasoning && one.tool_calls == other.tool_calls &&
           one.finish_reason == other.finish_reason && one.usage == other.usage && one.request_id == other.request_id &&
           one.failure == other.failure;
}

void check_shown(std::string_view text) {
    constexpr std::size_t columns = 7;
    const std::string shown = terminal::visible(text);
    const auto obeyed = [](unsigned char byte) { return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f; };
    require(std::none_of(shown.begin(), shown.end(), obeyed), "control characters are shown");
    require(terminal::visible(shown) == shown, "what is shown is shown as it is");
    for (const std::string& line : terminal::wrap(shown, columns)) {
        require(terminal::display_width(line) <= columns, "lines keep their width");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view stream = view_of(data, size);
    const client::Answer whole = read(stream, std::max<std::size_t>(1, size));
    for (const std::size_t piece : piece_sizes) require(same(read(stream, piece), whole), "the pieces change nothing");
    check_shown(whole.text);
    check_shown(stream);
    client::read_failure(502, stream);
    return 0;
}
