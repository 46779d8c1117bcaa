// The JSON room under fuzzing. simdjson's DOM says whether a text is JSON, but for the differences that are on purpose;
// what was accepted must hold together: each value's bytes are a text of the same meaning, printing undoes reading, and
// edits leave JSON behind.
#include <simdjson.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "json/splice.hpp"
#include "json/write.hpp"
#include "property.hpp"

namespace {

using namespace parley::json;
using parley::fuzz::require;

// simdjson refuses integers past 64 bits and numbers past the range of a double; we keep them as text.
bool is_number_past_64_bits(Value value) {
    if (!value.is(Kind::number)) return false;
    if (!value.number()) return true;
    const bool is_integer = value.raw().find_first_of(".eE") == std::string_view::npos;
    return is_integer && std::abs(*value.number()) >= 9.2e18;
}

// simdjson 3.0 lets the second half of a surrogate pair stand alone. Read leniently, the text must then be JSON but for
// what simdjson does not look at.
bool is_refused_for_surrogates_only(std::string_view text) {
    Document document;
    const ParseError error = document.parse(text, {.allow_lone_surrogates = true});
    return !error || error.fault == ParseFault::duplicate_key || error.fault == ParseFault::too_deep;
}

bool expected_difference(const ParseError& error, const Document& document, std::string_view text) {
    switch (error.fault) {
        case ParseFault::duplicate_key:  // simdjson does not look
        case ParseFault::too_deep:       // our limit is lower
            return true;
        case ParseFault::bad_escape: return is_refused_for_surrogates_only(text);
        case ParseFault::none:
            for (std::uint32_t node = 0; node < document.nodes().size(); ++node) {
                if (is_number_past_64_bits(Value(document, node))) return true;
            }
            return false;
        default: return false;
    }
}

void compare_with_simdjson(const ParseError& error, const Document& document, std::string_view text) {
    static simdjson::dom::parser oracle;
    const bool oracle_accepts = oracle.parse(text.data(), text.size()).error() == simdjson::SUCCESS;
    require(oracle_accepts == !error || expected_difference(error, document, text), "simdjson agrees");
}

void check_string(Value value) {
    const std::string text = value.string();
    require(value.equals(text), "a string equals what it reads as");
    std::string printed;
    append_string(printed, text);
    Document document;
    require(!document.parse(printed), "a printed string is JSON");
    require(document.root().string() == text, "a printed string reads as what was printed");
}

// Reads everything below `value`, without recursion: the depth is the fuzzer's to choose.
std::size_t count_values(Value root) {
    std::vector<Value> waiting = {root};
    std::size_t count = 0;
    while (!waiting.empty()) {
        const Value value = waiting.back();
        waiting.pop_back();
        ++count;
        std::size_t inside = 0;
        for (const Value element : value.elements()) waiting.push_back(element), ++inside;
        for (const Member member : value.members()) {
            require(value.find(member.key.string()).begin() == member.value.begin(), "a member is found by its name");
            waiting.push_back(member.key);
            waiting.push_back(member.value);
            ++inside;
        }
        require(inside == value.size(), "iteration sees as many as size() says");
        if (value.is(Kind::string)) check_string(value);
        value.integer();
        value.number();
        value.boolean();
    }
    return count;
}

void check_every_value_alone(const Document& document, const ParseOptions& options) {
    Document alone;
    for (std::uint32_t node = 0; node < document.nodes().size(); ++node) {
        const Value value(document, node);
        require(!alone.parse(value.raw(), options), "a value's bytes are JSON");
        require(alone.root().kind() == value.kind(), "of the same kind");
        require(alone.root().size() == value.size(), "and of the same size");
    }
}

void check_splices(const Document& document, const ParseOptions& options) {
    require(Splice(document).join() == document.text(), "a splice of nothing is the text");
    Document again;
    std::size_t at = 0;
    Splice every_second(document);
    for (const Member member : document.root().members()) {
        Splice splice(document);
        const std::string name = member.key.string();
        splice.remove(name);
        const std::string removed = splice.join();
        require(!again.parse(removed, options), "an object without one member is JSON");
        require(again.root().size() + 1 == document.root().size(), "and has one member fewer");
        require(!again.root().find(name), "which is gone");
        at++ % 2 == 0 ? every_second.remove(name) : every_second.replace(name, "[0]");
    }
    const std::string edited = every_second.join();
    require(!again.parse(edited, options), "an object of replaced and removed members is JSON");
    require(again.root().size() == (document.root().is(Kind::object) ? at / 2 : document.root().size()), "every second");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = parley::fuzz::view_of(data, size);
    Document document;
    const ParseError error = document.parse(text);
    require(error.offset <= size, "an error lies within the text");
    compare_with_simdjson(error, document, text);

    const ParseOptions lenient{.allow_lone_surrogates = true};
    const ParseError second_error = document.parse(text, lenient);
    if (!error) require(!second_error, "what is accepted is accepted leniently, too");
    if (second_error) return 0;
    require(document.nodes().size() <= (size + 1) / 2, "at most one node for two bytes");
    require(count_values(document.root()) == document.nodes().size(), "iteration reaches every node");
    if (document.nodes().size() > 1000) return 0;  // what follows is quadratic
    check_every_value_alone(document, lenient);
    check_splices(document, lenient);
    return 0;
}
