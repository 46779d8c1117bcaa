#include "understanding/speaker_identification.hpp"

#include <algorithm>
#include <utility>

#include "understanding/wish.hpp"

namespace parley::understanding {
namespace {

constexpr std::string_view schema =
    R"({"type":"object","properties":{"speakers":{"type":"array","items":{"type":"object","properties":{"label":{"type":"string"},)"
    R"("value":{"type":"string"}},"required":["label","value"],"additionalProperties":false}}},"required":["speakers"],)"
    R"("additionalProperties":false})";

constexpr std::string_view unknown = "unknown";

bool same_word(std::string_view a, std::string_view b) {
    const auto small = [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

/// Each of `speakers` says whom it describes under the name of the type.
void read_speakers(const Wish& wish, IdentificationWish& read) {
    const json::Value list = wish.find("speakers");
    if (list.is_missing()) return;
    if (!list.is(json::Kind::array) || list.size() == 0 || list.size() > known_values_max) {
        return wish.note("speakers", "must be a list of 1 to " + std::to_string(known_values_max) + " objects");
    }
    for (const json::Value element : list.elements()) {
        std::string value = element.find(read.type).string();
        if (value.empty() || characters_in(value) > known_value_characters_max) {
            return wish.note("speakers",
                             "must each have a " + read.type + " of 1 to " + std::to_string(known_value_characters_max) + " characters");
        }
        read.values.push_back(std::move(value));
    }
    read.descriptions = list.raw();
}

}  // namespace

IdentificationWish read_identification(json::Value object, openai::Problems& problems) {
    const Wish wish(object, "speaker_identification", problems);
    IdentificationWish read;
    read.effort = wish.effort();
    read.type = wish.choice("speaker_type", {"name", "role"});
    if (read.type != "name" && read.type != "role") {
        if (object.is(json::Kind::object) && read.type.empty()) wish.note("speaker_type", "is required");
        return read;
    }
    read.values = wish.texts("known_values", known_values_max, known_value_characters_max);
    if (!read.values.empty() && !wish.find("speakers").is_missing()) wish.note("speakers", "cannot stand beside known_values");
    read_speakers(wish, read);
    const bool names_nobody = wish.find("known_values").is_missing() && wish.find("speakers").is_missing();
    if (read.type == "role" && names_nobody) wish.note("known_values", "or speakers is required for speaker_type role");
    return read;
}

SpeakerIdentification::SpeakerIdentification(IdentificationWish wish, const std::vector<Line>& lines, const Room& room)
    : wish_(std::move(wish)), lines_(lines), material_bytes_(room.material_bytes) {
    for (const Line& line : lines) {
        const bool is_known = std::find(labels_.begin(), labels_.end(), line.speaker) != labels_.end();
        if (!line.speaker.empty() && !is_known) labels_.push_back(line.speaker);
    }
}

std::vector<Question> SpeakerIdentification::next_round() {
    if (std::exchange(has_asked_, true) || labels_.empty()) return {};
    std::string labels;
    json::append_string(labels += "[", labels_.front());
    for (std::size_t at = 1; at < labels_.size(); ++at) json::append_string(labels += ",", labels_[at]);
    Question question;
    question.instructions =
        std::string(about_material) + "Find out the " + wish_.type + " of each speaker. The speakers' labels are " + labels + "]. ";
    if (!wish_.values.empty()) {
        std::string values;
        for (const std::string& value : wish_.values) json::append_string(values += values.empty() ? "[" : ",", value);
        question.instructions += "A value is one of " + values + "], or \"unknown\". ";
    } else {
        question.instructions += "A value is a name as it is said in the talk, or \"unknown\". ";
    }
    if (!wish_.descriptions.empty()) question.instructions += "What is known of them: " + wish_.descriptions + ". ";
    question.instructions += R"(Give every label once: {"speakers":[{"label":"A","value":"..."}]}.)" + std::string(about_answer);
    question.material = print_lines(lines_, parts_of(lines_, material_bytes_).front());
    question.name = "speaker_identification";
    question.schema = schema;
    question.effort = wish_.effort;
    return {std::move(question)};
}

std::string SpeakerIdentification::recognised(const std::string& value, Fault& fault) const {
    if (same_word(value, unknown)) return {};
    for (const std::string& known : wish_.values) {
        if (same_word(value, known)) return known;
    }
    if (!wish_.values.empty()) fault = "a value is none of those that were given, and not unknown";
    if (value.empty() || characters_in(value) > known_value_characters_max) {
        fault = "a value must have 1 to " + std::to_string(known_value_characters_max) + " characters";
    }
    return value;
}

Fault SpeakerIdentification::take(std::size_t, json::Value answer) {
    const json::Value list = answer.find("speakers");
    if (!list.is(json::Kind::array)) return "the answer must be an object with the list speakers";
    std::map<std::string, std::string> mapping;
    std::size_t labels = 0;
    for (const json::Value element : list.elements()) {
        const std::string label = element.find("label").string();
        if (std::find(labels_.begin(), labels_.end(), label) == labels_.end()) return "a label is not one of the speakers'";
        Fault fault;
        std::string value = recognised(element.find("value").string(), fault);
        if (fault) return fault;
        ++labels;
        if (!value.empty() && !mapping.emplace(label, std::move(value)).second) return "the label " + label + " stands there twice";
    }
    if (labels != labels_.size()) return "every label must stand there once";
    mapping_ = std::move(mapping);
    return std::nullopt;
}

const std::string& SpeakerIdentification::identified(const std::string& label) const {
    const auto found = mapping_.find(label);
    return found == mapping_.end() ? label : found->second;
}

void SpeakerIdentification::print(json::ObjectWriter& object) const {
    json::ObjectWriter mapping(object.key("mapping"));
    for (const auto& [label, value] : mapping_) json::append_string(mapping.foreign_key(label), value);
    mapping.close();
    object.string("effort", wish_.effort.empty() ? "low" : wish_.effort);
}

}  // namespace parley::understanding
