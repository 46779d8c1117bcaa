// JSON repair under fuzzing. nlohmann's strict parser judges: what comes out is JSON or a refusal; what was JSON is not touched;
// what was mended once is not mended again. Streamed, the same holds for every way to cut the text, and no byte is written too early.
#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "postprocess/json_repair/repair.hpp"
#include "postprocess/json_repair/stream_repair.hpp"
#include "postprocess/json_repair/valid_json.hpp"
#include "property.hpp"

namespace {

using namespace parley::postprocess::json_repair;
using parley::fuzz::require;

// Takes every text that is JSON by grammar. nlohmann's own handler refuses numbers past the range of a double and recurses nowhere.
class Grammar : public nlohmann::json_sax<nlohmann::json> {
  public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(std::int64_t) override { return true; }
    bool number_unsigned(std::uint64_t) override { return true; }
    bool number_float(double, const std::string&) override { return true; }
    bool string(std::string&) override { return true; }
    bool binary(nlohmann::json::binary_t&) override { return true; }
    bool start_object(std::size_t) override { return deeper(); }
    bool key(std::string&) override { return true; }
    bool end_object() override { return --depth_, true; }
    bool start_array(std::size_t) override { return deeper(); }
    bool end_array() override { return --depth_, true; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
        is_out_of_range = error.id == 406;  // a number past the range of a double: JSON all the same
        return false;
    }

    bool is_out_of_range = false;

  private:
    bool deeper() { return ++depth_ <= depth_max; }
    std::size_t depth_ = 0;
};

/// Half of a surrogate pair as an escape is JSON by RFC 8259, 7, and no text that nlohmann takes: here it becomes a plain escape.
std::string without_surrogates(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i + 5 < out.size(); ++i) {
        if (out[i] != '\\') continue;
        if (out[i + 1] == 'u' && (out[i + 2] | 0x20) == 'd' && out[i + 3] >= '8') out[i + 2] = '0';
        ++i;
    }
    return out;
}

enum class Verdict { json, not_json, unknown };

Verdict judge(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) return Verdict::not_json;  // nlohmann passes over it; RFC 8259, 8.1
    Grammar grammar;
    std::string plain = without_surrogates(text);
    std::replace(plain.begin(), plain.end(), '\0', '\1');  // which nlohmann takes for the end of the text
    if (nlohmann::json::sax_parse(plain, &grammar)) return Verdict::json;
    return grammar.is_out_of_range ? Verdict::unknown : Verdict::not_json;
}

struct Streamed {
    std::string text;
    std::optional<RepairFault> fault;
    bool operator==(const Streamed&) const = default;
};

Streamed stream(std::string_view text, std::size_t piece_bytes) {
    Streamed streamed;
    StreamRepair repair;
    for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
        const std::size_t before = streamed.text.size();
        repair.feed(text.substr(at, piece_bytes), streamed.text);
        require(streamed.text.size() >= before, "nothing written is taken back");
        require(repair.held_bytes() <= held_bytes_max, "little is held back");
    }
    streamed.fault = repair.finish(streamed.text);
    return streamed;
}

void check_whole(std::string_view text) {
    const Repair first = repair(text);
    const Verdict input = judge(text);
    require(input == Verdict::unknown || (input == Verdict::json) == is_json(text), "the quick check agrees with a strict parser");
    if (is_json(text)) require(first && first.text == text && first.mends.size() == 0, "JSON is not touched");
    require(first || first.text.empty(), "a refusal writes nothing");
    if (!first) return;
    require(judge(first.text) != Verdict::not_json, "what comes out is JSON");
    require(is_json(first.text), "by our own measure, too");
    require(repair(first.text).text == first.text, "what is mended stays as it is");
}

void check_streamed(std::string_view text) {
    const Streamed whole = stream(text, std::max<std::size_t>(text.size(), 1));
    if (!whole.fault) require(is_json(whole.text), "what was streamed is JSON");
    if (whole.fault == RepairFault::no_json) require(whole.text.empty(), "nothing is written of what is not JSON");
    if (judge(text) == Verdict::json && text.find("\\u") == std::string_view::npos) {
        const auto meant = nlohmann::json::parse(text, nullptr, false);
        if (!meant.is_discarded())
            require(nlohmann::json::parse(whole.text, nullptr, false) == meant, "JSON means the same when it is streamed");
    }
    for (const std::size_t piece_bytes : parley::fuzz::piece_sizes) require(stream(text, piece_bytes) == whole, "cuts change nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = parley::fuzz::view_of(data, size);
    check_whole(text);
    check_streamed(text);
    return 0;
}
