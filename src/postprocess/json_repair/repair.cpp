#include "postprocess/json_repair/repair.hpp"

#include <algorithm>
#include <vector>

#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"
#include "postprocess/json_repair/valid_json.hpp"

namespace parley::postprocess::json_repair {
namespace {

using State = Mender::State;

struct Found {
    std::size_t begin = 0;  // within the output
    std::size_t end = 0;
    bool weak = false;
};

/// More of the closing bracket than of the opening one: the first one was forgotten, as happens behind a prefilled beginning.
bool lacks(std::string_view text, char opening, char closing) {
    return text.back() == closing && std::count(text.begin(), text.end(), closing) > std::count(text.begin(), text.end(), opening);
}

/// What only someone who sees the end of the text can tell. The rest is found on the way.
void begin_inside(Mender& mender, std::string_view text, std::string& out) {
    if (text.empty()) return;
    Lookahead look(text, 0, true);
    if (lacks(text, '{', '}')) {
        const bool is_member = bare_key(look) == Answer::yes;
        look.skip();
        skip_blanks(look);
        const int value = look.peek();
        if (is_member && value != '{' && value != '[') mender.begin_inside_object(out);
    } else if (lacks(text, '[', ']')) {
        const Quote quote = quote_at(look);
        bool is_scalar = quote && skip_string(look, quote) == Answer::yes;
        for (; !quote && (is_name(look.peek())); look.skip()) is_scalar = is_digit(text[0]) || text[0] == '-';
        skip_blanks(look);
        if (is_scalar && look.peek() == ',') mender.begin_inside_array(out);
    }
}

/// A string that stands alone ends where the text does, or nowhere.
bool stands_alone(std::string_view text) {
    if (text.empty()) return false;
    const char quote = text.front();
    if (quote != '"' && quote != '\'') return true;
    return text.size() > 1 && (text.back() == quote || text.back() == '`' || text.find(quote, 1) == std::string_view::npos);
}

/// What is weak counts only where nothing else was found.
void gather(const std::string& out, std::vector<Found> found, Repair& repair) {
    const bool any_strong = std::any_of(found.begin(), found.end(), [](const Found& value) { return !value.weak; });
    if (any_strong) std::erase_if(found, [](const Found& value) { return value.weak; });
    if (found.size() == 1) {
        repair.text = out.substr(found[0].begin, found[0].end - found[0].begin);
        return;
    }
    repair.mends.add(MendKind::values_gathered, 0);
    repair.text = "[";
    for (const Found& value : found) {
        repair.values.push_back(out.substr(value.begin, value.end - value.begin));
        if (repair.text.size() > 1) repair.text += ", ";
        repair.text += repair.values.back();
    }
    repair.text += ']';
}

}  // namespace

std::string_view describe(RepairFault fault) {
    return fault == RepairFault::no_json ? "there is no JSON in the text" : "the text is nested too deeply";
}

Repair repair(std::string_view text) {
    Repair repair;
    if (is_json(text)) {
        repair.text = text;
        return repair;
    }
    std::string out;
    std::vector<Found> values;
    Mender mender(Mender::Roots::structures);
    const std::string_view body = trim(text);
    begin_inside(mender, body, out);
    std::size_t begin = 0;
    State state = mender.run(text, true, out);
    for (; state == State::written; state = mender.run(text, true, out)) {
        values.push_back({begin, out.size(), mender.is_weak()});
        begin = out.size();
        mender.restart();
    }
    repair.mends = mender.mends();
    if (state == State::no_value && values.empty() && stands_alone(body)) {
        Mender scalar(Mender::Roots::any);
        if (scalar.run(text, true, out) == State::written) values.push_back({begin, out.size()});
        repair.mends = scalar.mends();
    }
    if (state == State::too_deep || values.empty()) {
        repair.fault = state == State::too_deep ? RepairFault::too_deep : RepairFault::no_json;
        return repair;
    }
    gather(out, std::move(values), repair);
    return repair;
}

}  // namespace parley::postprocess::json_repair
