#include "providers/claude/settings.hpp"

#include <algorithm>

#include "providers/claude/thoughts.hpp"
#include "providers/reasoning_wish.hpp"

namespace parley::providers::claude {
namespace {

using catalog::DialectRules;
using catalog::Effort;
using catalog::ReasoningIn;
using Choice = Settings::Choice;
using Form = Settings::Form;
using Thinking = Settings::Thinking;

template <class List, class Entry>
bool holds(const List& list, Entry entry) {
    return std::find(list.begin(), list.end(), entry) != list.end();
}

/// One request on its way to its settings. The steps are taken in the order in which they stand.
class Settlement {
  public:
    Settlement(const openai::ChatRequest& request, const Conversation& conversation, const DialectRules& rules)
        : request_(request), conversation_(conversation), rules_(rules) {}

    Settings run() && {
        settings_.max_tokens = request_.effective_max_tokens();
        if (rules_.anthropic.output_tokens_max > 0)
            settings_.max_tokens = std::min(settings_.max_tokens, rules_.anthropic.output_tokens_max);
        settle_form();
        settle_thinking();
        settle_choice();
        settle_sampling();
        return std::move(settings_);
    }

  private:
    void drop(std::string_view name) { settings_.dropped.emplace_back(name); }

    void settle_form() {
        settings_.knows_schemas = holds(rules_.supports.response_format, catalog::ResponseFormat::json_schema);
        const json::Value format = request_.members.response_format;
        const json::Value type = format.find("type");
        if (type.equals("json_object")) settings_.form = Form::instruction;
        if (!type.equals("json_schema")) return;
        settings_.schema = format.find("json_schema").find("schema");
        settings_.form = settings_.knows_schemas ? Form::schema : Form::tool;
    }

    void settle_thinking() {
        const ReasoningWish wish = read_reasoning_wish(request_.members.reasoning, request_.members.reasoning_effort, rules_);
        const bool knows_adaptive = rules_.reasoning_in == ReasoningIn::adaptive_thinking;
        const bool knows_budget = rules_.reasoning_in == ReasoningIn::thinking_budget;
        settings_.keeps_thoughts = knows_adaptive;  // the newest think unasked
        if (wish.is_empty()) return;
        const bool declines = wish.effort == Effort::none;
        if (declines) {
            const bool can_be_told = knows_adaptive && holds(rules_.efforts, Effort::none);
            settings_.keeps_thoughts = knows_adaptive && !can_be_told;  // it thinks all the same
            if (can_be_told) settings_.thinking = Thinking::disabled;
            if (knows_adaptive && !can_be_told && !wish.is_operators) drop(reasoning_field(request_.members));
        } else if (knows_adaptive && wish.effort) {
            settings_.thinking = Thinking::adaptive;
            settings_.effort = nearest(*wish.effort);
        } else if (!knows_budget || !(wish.effort || wish.tokens) || !takes_budget(wish)) {
            drop(reasoning_field(request_.members));
        }
    }

    /// The next lower that the model knows; the lowest where there is none.
    std::optional<Effort> nearest(Effort effort) const {
        std::optional<Effort> found;
        for (const Effort known : rules_.efforts) {
            if (known == Effort::none) continue;
            if (known <= effort || !found) found = known;
        }
        return found;
    }

    /// A budget counts within max_tokens, and the caller's limit is meant for the answer: so it is added, up to what the model can
    /// write at all, and then gives way to the answer. False when it cannot be had.
    bool takes_budget(const ReasoningWish& wish) {
        if (settings_.form == Form::tool || !opens_with_thoughts(conversation_)) return false;
        const std::int64_t answer = settings_.max_tokens;
        const std::int64_t most = rules_.anthropic.output_tokens_max > 0 ? rules_.anthropic.output_tokens_max : answer + budget_tokens_most;
        const std::int64_t wanted = std::clamp(wish.tokens.value_or(budget_of(*wish.effort)), budget_tokens_min, budget_tokens_most);
        const std::int64_t limit = std::max(answer, std::min(answer + wanted, most));
        const std::int64_t budget = std::max(budget_tokens_min, std::min(wanted, limit - answer));
        if (budget >= limit) return false;
        settings_.thinking = Thinking::budget;
        settings_.budget_tokens = budget;
        settings_.max_tokens = limit;
        settings_.keeps_thoughts = true;
        return true;
    }

    /// Far above what any model thinks; keeps a sum of two from overflowing.
    static constexpr std::int64_t budget_tokens_most = 10'000'000;

    /// Our own numbers; those for low and high are rounded to what Anthropic's guides use.
    static std::int64_t budget_of(Effort effort) {
        switch (effort) {
            case Effort::none:
            case Effort::minimal: return budget_tokens_min;
            case Effort::low: return 2048;
            case Effort::medium: return 8192;
            case Effort::high: return 16384;
            case Effort::xhigh:
            case Effort::max: return 32000;
        }
        return budget_tokens_min;
    }

    void settle_choice() {
        const bool has_tools = request_.tools.size() > 0;
        if (has_tools) read_choice(request_.tool_choice);
        settings_.one_call_only = has_tools && request_.members.parallel_tool_calls.boolean() == false;
        if (settings_.form == Form::tool) return choose_form_tool(has_tools);
        const bool is_forced = settings_.choice == Choice::any || settings_.choice == Choice::named;
        const bool may_be_forced = settings_.thinking != Thinking::budget && rules_may_force();
        if (is_forced && !may_be_forced) {
            settings_.choice = Choice::automatic;
            drop("tool_choice");
        }
        if (!has_tools && !conversation_.calls.empty()) settings_.choice = Choice::none;
    }

    bool rules_may_force() const {
        return holds(rules_.supports.tool_choice,
                     settings_.choice == Choice::any ? catalog::ToolChoice::required : catalog::ToolChoice::named);
    }

    void read_choice(json::Value choice) {
        if (choice.equals("auto")) settings_.choice = Choice::automatic;
        if (choice.equals("none")) settings_.choice = Choice::none;
        if (choice.equals("required")) settings_.choice = Choice::any;
        if (!choice.is(json::Kind::object)) return;
        if (choice.find("type").equals("allowed_tools")) {  // which of them the tools' writer sees to
            const bool must_call = choice.find("allowed_tools").find("mode").equals("required");
            settings_.choice = must_call ? Choice::any : Choice::automatic;
            return;
        }
        settings_.choice = Choice::named;
        settings_.named = choice.find(choice.find("type").equals("custom") ? "custom" : "function").find("name");
    }

    /// The answer's form is a call. A caller with tools of their own may see those called first.
    void choose_form_tool(bool has_tools) {
        const bool may_call_others = has_tools && settings_.choice != Choice::none;
        if (may_call_others && settings_.choice == Choice::named) return;
        settings_.choice = may_call_others ? Choice::any : Choice::named;
        settings_.named = json::Value();  // absent: form_tool
    }

    void settle_sampling() {
        const openai::RequestMembers& members = request_.members;
        const bool thinks = settings_.thinking == Thinking::budget || settings_.thinking == Thinking::adaptive;
        if (thinks || rules_.sampling == catalog::Sampling::never) {
            // A temperature of 1 is what the model has anyway.
            if (!members.temperature.is_missing() && members.temperature.number() != 1.0) drop("temperature");
            if (!members.top_p.is_missing()) drop("top_p");
            if (!members.top_k.is_missing()) drop("top_k");
            return;
        }
        if (!members.temperature.is_missing()) settings_.temperature = members.temperature;
        if (!members.top_k.is_missing()) settings_.top_k = members.top_k;
        if (members.top_p.is_missing()) return;
        const bool only_one = rules_.sampling == catalog::Sampling::temperature_or_top_p;
        if (only_one && settings_.temperature) return drop("top_p");
        settings_.top_p = members.top_p;
    }

    const openai::ChatRequest& request_;
    const Conversation& conversation_;
    const DialectRules& rules_;
    Settings settings_;
};

}  // namespace

Settings settle(const openai::ChatRequest& request, const Conversation& conversation, const DialectRules& rules) {
    return Settlement(request, conversation, rules).run();
}

bool opens_with_thoughts(const Conversation& conversation) {
    for (auto turn = conversation.turns.rbegin(); turn != conversation.turns.rend(); ++turn) {
        const auto calls = [](const Piece& piece) { return piece.kind == Piece::Kind::call; };
        if (std::none_of(turn->pieces.begin(), turn->pieces.end(), calls)) continue;
        const Piece& first = turn->pieces.front();
        return first.kind == Piece::Kind::state && thoughts_in(first.value).size() > 0;
    }
    return true;
}

}  // namespace parley::providers::claude
