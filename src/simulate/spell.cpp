#include "simulate/spell.hpp"

#include <cmath>

#include "simulate/chance.hpp"
#include "simulate/option_values.hpp"

namespace parley::simulate {
namespace {

using json::Kind;
using json::Value;

void set_duration(std::optional<Duration>& target, Value value, std::vector<std::string>& problems, const std::string& place) {
    target = value.is(Kind::string) ? parse_duration(value.string()) : std::nullopt;
    if (!target) problems.push_back(place + R"( must be a duration, such as "90s")");
}

void set_request(std::optional<std::uint64_t>& target, Value value, std::vector<std::string>& problems, const std::string& place) {
    const std::optional<std::int64_t> number = value.integer();
    if (number && *number >= 1) {
        target = static_cast<std::uint64_t>(*number);
    } else {
        problems.push_back(place + " must be the number of a request, from 1");
    }
}

void set_share(Spell& spell, Value value, std::vector<std::string>& problems, const std::string& place) {
    const std::optional<double> share = value.number();
    if (share && *share > 0 && *share <= 1) {
        spell.share = *share;
    } else {
        problems.push_back(place + " must be above 0 and at most 1");
    }
}

void set_options(Spell& spell, Value value, std::vector<std::string>& problems, const std::string& place) {
    if (!value.is(Kind::string)) return problems.push_back(place + " must be an answer with its options");
    auto options = parse_model(value.string());
    options ? void(spell.options = std::move(*options)) : problems.push_back(place + ": " + options.error().message);
}

/// What could only be a mistake.
void check(const Spell& spell, bool is_something, const std::string& name, std::vector<std::string>& problems) {
    if (!is_something) problems.push_back(name + " needs an `as`");
    if (spell.to && *spell.to <= spell.from.value_or(Duration(0))) problems.push_back(name + ": it ends before it begins");
    if (spell.to_request && *spell.to_request < spell.from_request.value_or(1)) problems.push_back(name + ": it ends before it begins");
    if (!spell.every) return;
    if (*spell.every == Duration(0) || !spell.to || *spell.to > *spell.every) {
        problems.push_back(name + ": what comes again has a `to`, at most its `every`");
    }
}

}  // namespace

bool Spell::holds(Duration since, std::uint64_t nth) const {
    const Duration at = every ? since % *every : since;
    return at >= from.value_or(Duration(0)) && (!to || at < *to) && nth >= from_request.value_or(1) && (!to_request || nth <= *to_request);
}

const Spell* spell_at(std::span<const Spell> spells, Duration since, std::uint64_t nth) {
    for (std::uint32_t number = 0; const Spell& spell : spells) {
        const std::uint32_t further = number++;
        if (!spell.holds(since, nth)) continue;
        if (spell.share >= 1 || happens(chance_of(spell.options.seed, nth, Draw::spells, further), spell.share)) return &spell;
    }
    return nullptr;
}

Spell read_spell(Value value, const std::string& name, std::vector<std::string>& problems) {
    Spell spell;
    if (!value.is(Kind::object)) {
        problems.push_back(name + " must be an object");
        return spell;
    }
    bool is_something = false;
    for (const json::Member member : value.members()) {
        const std::string field = member.key.string();
        const std::string place = name + "." + field;
        if (field == "from")
            set_duration(spell.from, member.value, problems, place);
        else if (field == "to")
            set_duration(spell.to, member.value, problems, place);
        else if (field == "every")
            set_duration(spell.every, member.value, problems, place);
        else if (field == "from_request")
            set_request(spell.from_request, member.value, problems, place);
        else if (field == "to_request")
            set_request(spell.to_request, member.value, problems, place);
        else if (field == "share")
            set_share(spell, member.value, problems, place);
        else if (field == "as")
            set_options(spell, member.value, problems, place);
        else
            problems.push_back(name + ": there is no " + field);
        is_something |= field == "as";
    }
    check(spell, is_something, name, problems);
    return spell;
}

}  // namespace parley::simulate
