#include "understanding/summarization.hpp"

#include <utility>

#include "understanding/wish.hpp"

namespace parley::understanding {
namespace {

constexpr std::string_view schema =
    R"({"type":"object","properties":{"summary":{"type":"array","items":{"type":"object","properties":{"headline":{"type":"string"},)"
    R"("text":{"type":"string"},"first_line":{"type":"integer"},"last_line":{"type":"integer"}},)"
    R"("required":["headline","text","first_line","last_line"],"additionalProperties":false}}},"required":["summary"],)"
    R"("additionalProperties":false})";

constexpr std::size_t items_max = 50;

void print_moment(json::ObjectWriter& object, std::string_view name, std::optional<std::int64_t> moment) {
    moment ? object.integer(name, *moment) : object.null(name);
}

}  // namespace

SummaryWish read_summary(json::Value object, openai::Problems& problems) {
    const Wish wish(object, "summarization", problems);
    SummaryWish read;
    read.type = wish.choice("summary_type", {"paragraph", "bullets"});
    if (object.is(json::Kind::object) && read.type.empty()) wish.note("summary_type", "is required");
    read.effort = wish.effort();
    return read;
}

Summarization::Summarization(SummaryWish wish, const std::vector<Line>& lines, const Room& room)
    : wish_(std::move(wish)), lines_(lines), parts_(parts_of(lines, room.material_bytes)), partial_(parts_.size()) {}

Question Summarization::question_of(std::string material, bool is_of_summaries) const {
    Question question;
    question.instructions = std::string(about_material);
    if (is_of_summaries) {
        question.instructions +=
            "This talk is too long to be shown whole: you see what each piece of it was about, with the numbers of its lines. "
            "Sum up the whole talk from that. ";
    } else {
        question.instructions += "Sum up what was said. ";
    }
    question.instructions += wish_.type == "bullets"
                                 ? "Write short points, one for each thing that mattered. "
                                 : "Write paragraphs, one for each subject of the talk; one is enough for a short talk. ";
    question.instructions +=
        "Write in the language of the talk, and nothing that was not said. Each has a headline, the text, and the numbers of the "
        "first and the last line that it is about: "
        R"({"summary":[{"headline":"...","text":"...","first_line":1,"last_line":7}]}.)" +
        std::string(about_answer);
    question.material = std::move(material);
    question.name = "summary";
    question.schema = schema;
    question.effort = wish_.effort;
    return question;
}

std::string Summarization::print_partial() const {
    std::string material;
    for (const std::vector<Item>& items : partial_) {
        for (const Item& item : items) {
            material += "lines " + std::to_string(item.lines.begin + 1) + " to " + std::to_string(item.lines.end) + " | " + item.headline +
                        ": " + item.text + "\n";
        }
    }
    return material;
}

std::vector<Question> Summarization::next_round() {
    std::vector<Question> round;
    if (round_ == Round::none) {
        round_ = parts_.empty() ? Round::done : Round::parts;
        for (const Part part : parts_) round.push_back(question_of(print_lines(lines_, part), false));
    } else if (round_ == Round::parts && parts_.size() > 1) {
        round_ = Round::whole;
        round.push_back(question_of(print_partial(), true));
    } else {
        if (round_ == Round::parts) summary_ = std::move(partial_.front());
        round_ = Round::done;
    }
    return round;
}

Fault Summarization::read_items(json::Value answer, Part within, std::vector<Item>& items) const {
    const json::Value list = answer.find("summary");
    if (!list.is(json::Kind::array)) return "the answer must be an object with the list summary";
    if (list.size() == 0 || list.size() > items_max) return "summary must have 1 to " + std::to_string(items_max) + " elements";
    const auto first_allowed = static_cast<std::int64_t>(within.begin) + 1;
    const auto last_allowed = static_cast<std::int64_t>(within.end);
    for (const json::Value element : list.elements()) {
        Item item{element.find("headline").string(), element.find("text").string(), {}};
        const std::string place = "summary[" + std::to_string(items.size()) + "]";
        if (item.headline.empty() || item.text.empty()) return place + " must have a headline and a text";
        const auto first = element.find("first_line").integer().value_or(0);
        const auto last = element.find("last_line").integer().value_or(0);
        if (first < first_allowed || last > last_allowed || last < first) {
            return place + " must have lines from " + std::to_string(first_allowed) + " to " + std::to_string(last_allowed);
        }
        item.lines = {static_cast<std::size_t>(first) - 1, static_cast<std::size_t>(last)};
        items.push_back(std::move(item));
    }
    return std::nullopt;
}

Fault Summarization::take(std::size_t question, json::Value answer) {
    std::vector<Item> items;
    const bool is_of_part = round_ == Round::parts;
    const Part within = is_of_part ? parts_[question] : Part{0, lines_.size()};
    if (Fault fault = read_items(answer, within, items)) return fault;
    (is_of_part ? partial_[question] : summary_) = std::move(items);
    return std::nullopt;
}

void Summarization::print(json::ObjectWriter& object) const {
    object.string("summary_type", wish_.type);
    object.string("effort", wish_.effort.empty() ? "low" : wish_.effort);
    std::string& list = object.key("summary");
    list += '[';
    for (const Item& item : summary_) {
        if (&item != &summary_.front()) list += ',';
        json::ObjectWriter element(list);
        element.string("headline", item.headline);
        element.string("text", item.text);
        print_moment(element, "start", lines_[item.lines.begin].start_ms);
        print_moment(element, "end", lines_[item.lines.end - 1].end_ms);
        element.close();
    }
    list += ']';
}

}  // namespace parley::understanding
