#include "understanding/action_items.hpp"

#include <utility>

#include "understanding/wish.hpp"

namespace parley::understanding {
namespace {

constexpr std::string_view item_schema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"action_item":{"type":"string"},)"
    R"("quote":{"type":"string"}},"required":["action_item","quote"],"additionalProperties":false}}},"required":["items"],)"
    R"("additionalProperties":false})";

constexpr std::string_view item_and_decision_schema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"action_item":{"type":"string"},)"
    R"("quote":{"type":"string"}},"required":["action_item","quote"],"additionalProperties":false}},)"
    R"("decisions":{"type":"array","items":{"type":"object","properties":{"decision":{"type":"string"},)"
    R"("quote":{"type":"string"}},"required":["decision","quote"],"additionalProperties":false}}},"required":["items","decisions"],)"
    R"("additionalProperties":false})";

constexpr std::size_t items_max = 100;  // of one part

}  // namespace

ActionItemsWish read_action_items(json::Value object, openai::Problems& problems) {
    const Wish wish(object, "action_items", problems);
    ActionItemsWish read;
    read.include_decisions = wish.flag("include_decisions", false);
    read.effort = wish.effort();
    return read;
}

ActionItems::ActionItems(ActionItemsWish wish, const std::vector<Line>& lines, transcripts::QuoteFinder said, const Room& room)
    : wish_(std::move(wish)), lines_(lines), said_(std::move(said)), parts_(parts_of(lines, room.material_bytes)), found_(parts_.size()) {}

std::vector<Question> ActionItems::next_round() {
    std::vector<Question> round;
    if (std::exchange(has_asked_, true)) return round;
    for (const Part part : parts_) {
        Question& question = round.emplace_back();
        question.instructions = std::string(about_material) +
                                "List what somebody promised to do, or was asked to do and did not refuse: who does what, "
                                "and by when if that was said. An empty list is a good answer. ";
        if (wish_.include_decisions) question.instructions += "List what was decided as well. ";
        question.instructions +=
            "Write in the language of the talk. Each has a quote: the words of one speaker that say so, a few of them, exactly "
            "as they stand in the transcript and without its numbers, bars and speakers: ";
        question.instructions += wish_.include_decisions
                                     ? R"({"items":[{"action_item":"...","quote":"..."}],"decisions":[{"decision":"...","quote":"..."}]}.)"
                                     : R"({"items":[{"action_item":"...","quote":"..."}]}.)";
        question.instructions += about_answer;
        question.material = print_lines(lines_, part);
        question.name = "action_items";
        question.schema = wish_.include_decisions ? item_and_decision_schema : item_schema;
        question.effort = wish_.effort;
    }
    return round;
}

Fault ActionItems::read_items(json::Value list, std::string_view name, std::string_view what, std::vector<Item>& items) const {
    if (!list.is(json::Kind::array)) return "the answer must be an object with the list " + std::string(name);
    if (list.size() > items_max) return std::string(name) + " must have at most " + std::to_string(items_max) + " elements";
    for (const json::Value element : list.elements()) {
        Item item{element.find(what).string(), element.find("quote").string(), {}};
        const std::string place = std::string(name) + "[" + std::to_string(items.size()) + "]";
        if (item.what.empty()) return place + "." + std::string(what) + " must be text";
        const auto said = said_.find(item.quote);
        if (!said) return place + ".quote does not stand in the transcript, word for word, as said by one speaker";
        item.moment = said->start_ms;
        items.push_back(std::move(item));
    }
    return std::nullopt;
}

Fault ActionItems::take(std::size_t question, json::Value answer) {
    Found found;
    if (Fault fault = read_items(answer.find("items"), "items", "action_item", found.items)) return fault;
    if (wish_.include_decisions) {
        if (Fault fault = read_items(answer.find("decisions"), "decisions", "decision", found.decisions)) return fault;
    }
    found_[question] = std::move(found);
    return std::nullopt;
}

void ActionItems::print_items(std::string& out, std::string_view what, std::vector<Item> Found::*list) const {
    bool is_first = true;
    out += '[';
    for (const Found& found : found_) {
        for (const Item& item : found.*list) {
            if (!std::exchange(is_first, false)) out += ',';
            json::ObjectWriter element(out);
            element.string(what, item.what);
            element.string("quote", item.quote);
            item.moment ? element.integer("timestamp", *item.moment) : element.null("timestamp");
            element.close();
        }
    }
    out += ']';
}

void ActionItems::print(json::ObjectWriter& object) const {
    object.string("effort", wish_.effort.empty() ? "low" : wish_.effort);
    print_items(object.key("items"), "action_item", &Found::items);
    if (wish_.include_decisions) print_items(object.key("decisions"), "decision", &Found::decisions);
}

}  // namespace parley::understanding
