#include "simulate/script.hpp"

#include <algorithm>

#include "json/document.hpp"
#include "simulate/chance.hpp"

namespace parley::simulate {

namespace {

using json::Kind;
using json::Value;

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// The entries of one name; a problem is added for each that cannot be read.
std::vector<ModelOptions> read_entries(Value value, const std::string& name, std::vector<std::string>& problems) {
    std::vector<ModelOptions> entries;
    const auto read = [&](Value text) {
        if (!text.is(Kind::string)) return problems.push_back(name + ": must be a string or a list of strings");
        auto options = parse_model(text.string());
        if (options)
            entries.push_back(std::move(*options));
        else
            problems.push_back(name + ": " + options.error().message);
    };
    if (!value.is(Kind::array)) {
        read(value);
        return entries;
    }
    if (value.size() == 0 || value.size() > Script::entries_max) {
        problems.push_back(name + ": a list has 1 to " + std::to_string(Script::entries_max) + " entries");
        return entries;
    }
    for (Value text : value.elements()) read(text);
    return entries;
}

std::string_view without_prefix(std::string_view model) {
    if (model.starts_with("sim/")) model.remove_prefix(4);
    return model;
}

}  // namespace

Result<Script> Script::parse(std::string_view json) {
    json::Document document;
    if (const json::ParseError error = document.parse(json)) return refuse("the script is not JSON: " + describe(error));
    const Value models = document.root().find("models");
    if (!models.is(Kind::object)) return refuse(R"(a script is {"models": {"name": "options"}})");
    if (models.size() > names_max) return refuse("a script has at most " + std::to_string(names_max) + " names");

    Script script;
    std::vector<std::string> problems;
    for (json::Member member : models.members()) {
        const std::string name = member.key.string();
        script.models_[std::string(without_prefix(name))] = read_climate(member.value, name, problems);
    }
    script.answers_ = read_answers(document.root().find("answers"), problems);
    if (problems.empty()) return script;
    Error error = refuse(problems.front());
    error.problems = std::move(problems);
    return error;
}

Script::Climate Script::read_climate(Value value, const std::string& name, std::vector<std::string>& problems) {
    if (!value.is(Kind::object)) return {.fair = read_entries(value, name, problems)};
    Climate climate{.fair = read_entries(value.find("fair"), name + ".fair", problems)};
    const Value spells = value.find("spells");
    if (!spells.is(Kind::array) || spells.size() > entries_max || value.size() != 2) {
        problems.push_back(name + R"(: a climate is {"fair": "options", "spells": [...]}, with at most )" + std::to_string(entries_max) +
                           " spells");
        return climate;
    }
    for (Value spell : spells.elements()) {
        climate.spells.push_back(read_spell(spell, name + ".spells[" + std::to_string(climate.spells.size()) + "]", problems));
    }
    return climate;
}

std::vector<Script::ScriptedAnswer> Script::read_answers(Value value, std::vector<std::string>& problems) {
    std::vector<ScriptedAnswer> answers;
    for (const Value entry : value.elements()) {
        ScriptedAnswer& answer = answers.emplace_back(ScriptedAnswer{entry.find("when").string(), {}, 0});
        const Value says = entry.find("say");
        if (says.is(Kind::string)) answer.says.push_back(says.string());
        for (const Value text : says.elements()) answer.says.push_back(text.string());
        const bool is_whole = entry.find("when").is(Kind::string) && !answer.says.empty();
        if (!is_whole) problems.push_back(R"(an answer is {"when": "text", "say": "text" or a list of texts})");
        if (answers.size() <= answers_max) continue;
        problems.push_back("a script has at most " + std::to_string(answers_max) + " answers");
        break;
    }
    return answers;
}

std::string Script::answer_to(std::string_view body) {
    for (ScriptedAnswer& answer : answers_) {
        if (body.find(answer.when) == std::string_view::npos) continue;
        return answer.says[std::min(answer.said++, answer.says.size() - 1)];
    }
    return {};
}

void Script::forget_counts() {
    counts_.clear();
    for (ScriptedAnswer& answer : answers_) answer.said = 0;
}

Result<ModelOptions> Script::choose(std::string_view model, Duration now, std::string_view body) {
    auto options = choose_options(model, now);
    if (options && options->answer == AnswerKind::scripted) options->text = answer_to(body);
    return options;
}

Result<ModelOptions> Script::choose_options(std::string_view model, Duration now) {
    const std::string_view name = without_prefix(model);
    ModelOptions options;
    std::uint64_t nth = 1;
    if (const auto scripted = models_.find(name); scripted != models_.end()) {
        const auto so_far = count(name);
        if (!so_far) return so_far.error();
        const Climate& climate = scripted->second;
        nth = *so_far;
        if (const Spell* const spell = spell_at(climate.spells, now - began_, nth)) {
            options = spell->options;
        } else {
            const std::uint64_t index = std::min<std::uint64_t>(*so_far - 1, climate.fair.size() - 1);
            options = climate.fair[index];
            nth -= index;  // since this entry's turn came
        }
    } else {
        auto parsed = parse_model(name);
        if (!parsed) return parsed.error();
        options = std::move(*parsed);
        if (options.faults.fail_first != 0 || options.faults.fail_rate || options.pace.varies()) {
            const auto so_far = count(name);
            if (!so_far) return so_far.error();
            nth = *so_far;
        }
    }
    if (!faults_strike(options.faults, nth, options.seed)) options.faults = Faults{};
    options.pace.first = draw_first(options.pace, chance_of(options.seed, nth, Draw::first_token));
    return options;
}

std::vector<std::string> Script::names() const {
    std::vector<std::string> list;
    for (const auto& [name, climate] : models_) list.push_back("sim/" + name);
    return list;
}

Result<std::uint64_t> Script::count(std::string_view model) {
    auto found = counts_.find(model);
    if (found == counts_.end()) {
        if (counts_.size() == counted_models_max) {
            return Error{.kind = ErrorKind::not_ready,
                         .source = ErrorSource::downstream,
                         .message = "too many models are counted; DELETE /sim/requests starts again"};
        }
        found = counts_.emplace(std::string(model), 0).first;
    }
    return ++found->second;
}

}  // namespace parley::simulate
