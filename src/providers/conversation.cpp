#include "providers/conversation.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "json/member_table.hpp"

namespace parley::providers {
namespace {

using Kind = Piece::Kind;
using Speaker = Turn::Speaker;

struct MessageMembers {
    json::Value role, content, refusal, name, tool_calls, tool_call_id, cache_control, provider_state;
};
constexpr auto message_members = json::member_table<MessageMembers>({
    {"role", &MessageMembers::role},
    {"content", &MessageMembers::content},
    {"refusal", &MessageMembers::refusal},
    {"name", &MessageMembers::name},
    {"tool_calls", &MessageMembers::tool_calls},
    {"tool_call_id", &MessageMembers::tool_call_id},
    {"cache_control", &MessageMembers::cache_control},
    {"provider_state", &MessageMembers::provider_state},
});

bool is_instruction(json::Value role) { return role.equals("system") || role.equals("developer"); }

/// The messages, one after another, into turns.
class Walk {
  public:
    explicit Walk(Conversation& into) : into_(into) {}

    void read(json::Value message) {
        const MessageMembers members = message_members.read(message);
        place_ = {position_++, 0};
        added_to_ = nullptr;
        last_was_answer_ = members.role.equals("assistant");
        if (is_instruction(members.role) && into_.turns.empty()) {
            add_content(members, into_.instructions);
        } else if (members.role.equals("assistant")) {
            read_answer(members);
        } else if (members.role.equals("tool")) {
            read_result(members);
        } else {
            add_content(members, pieces_of(Speaker::user));
        }
        mark_last(members.cache_control);
        drop_empty_turn();
    }

    bool last_was_answer() const { return last_was_answer_; }

  private:
    std::vector<Piece>& pieces_of(Speaker speaker) {
        if (into_.turns.empty() || into_.turns.back().speaker != speaker) into_.turns.push_back({speaker, {}});
        return into_.turns.back().pieces;
    }

    void add(std::vector<Piece>& pieces, const Piece& piece) {
        pieces.push_back(piece);
        added_to_ = &pieces;
    }

    void add_content(const MessageMembers& members, std::vector<Piece>& pieces) {
        Piece pattern;
        pattern.place = place_;
        if (members.name.is(json::Kind::string) && !is_blank(members.name.escaped())) pattern.speaker = members.name;
        const bool refused = members.content.is_missing() && members.refusal.is(json::Kind::string);
        for_each_piece(refused ? members.refusal : members.content, pattern, [&](const Piece& piece) { add(pieces, piece); });
    }

    void read_answer(const MessageMembers& members) {
        std::vector<Piece>& pieces = pieces_of(Speaker::model);
        const std::size_t before = pieces.size();
        add_content(members, pieces);
        for (const json::Value call : members.tool_calls.elements()) add_call(call, pieces);
        // State stands in front of what was said with it; alone it would be a turn that says nothing.
        if (!members.provider_state.is(json::Kind::object) || pieces.size() == before) return;
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(before),
                      {.kind = Kind::state, .value = members.provider_state, .place = place_});
    }

    void add_call(json::Value call, std::vector<Piece>& pieces) {
        const json::Value custom = call.find("custom");
        const bool is_custom = custom.is(json::Kind::object);
        const json::Value function = is_custom ? custom : call.find("function");
        PastCall past;
        past.id = call.find("id");
        past.name = function.find("name");
        past.arguments = function.find(is_custom ? "input" : "arguments");
        past.is_custom = is_custom;
        const auto number = static_cast<std::uint32_t>(into_.calls.size());
        latest_[past.id.string()] = number;
        into_.calls.push_back(past);
        add(pieces, {.kind = Kind::call, .value = call, .call = number, .place = place_});
    }

    void read_result(const MessageMembers& members) {
        const auto found = latest_.find(members.tool_call_id.string());
        if (found == latest_.end()) return add_content(members, pieces_of(Speaker::user));
        add(pieces_of(Speaker::user), {.kind = Kind::result, .value = members.content, .call = found->second, .place = place_});
    }

    void mark_last(json::Value cache_control) {
        if (!cache_control.is(json::Kind::object) || !added_to_) return;
        Piece& last = added_to_->back();
        if (!last.cache_control) last.cache_control = cache_control;
    }

    void drop_empty_turn() {
        if (!into_.turns.empty() && into_.turns.back().pieces.empty()) into_.turns.pop_back();
    }

    Conversation& into_;
    std::unordered_map<std::string, std::uint32_t> latest_;  // call by id
    std::vector<Piece>* added_to_ = nullptr;                 // by the message at hand; no turn is begun in between
    std::uint32_t position_ = 0;
    PiecePlace place_;
    bool last_was_answer_ = false;
};

/// What was said before a call is said before it everywhere. State binds the order of what surrounds it.
void move_calls_behind(std::vector<Piece>& pieces) {
    auto begin = pieces.begin();
    while (begin != pieces.end()) {
        const auto end = std::find_if(begin + 1, pieces.end(), [](const Piece& piece) { return piece.kind == Kind::state; });
        std::stable_partition(begin, end, [](const Piece& piece) { return piece.kind != Kind::call; });
        begin = end;
    }
}

/// The user's turn `pieces` with the results for `calls` of the turn before in front, one each.
std::vector<Piece> pair_results(const std::vector<Piece>& pieces, const std::vector<std::uint32_t>& calls) {
    std::vector<Piece> paired;
    for (const std::uint32_t call : calls) {
        const auto found = std::find_if(pieces.begin(), pieces.end(),
                                        [call](const Piece& piece) { return piece.kind == Kind::result && piece.call == call; });
        const Piece unanswered{.kind = Kind::no_result, .call = call};
        paired.push_back(found == pieces.end() ? unanswered : *found);
    }
    for (const Piece& piece : pieces) {
        if (piece.kind != Kind::result) {
            paired.push_back(piece);
        } else if (std::find(calls.begin(), calls.end(), piece.call) == calls.end()) {
            for_each_piece(piece.value, {.cache_control = piece.cache_control, .place = piece.place},
                           [&](const Piece& part) { paired.push_back(part); });
        }
    }
    return paired;
}

std::vector<std::uint32_t> calls_in(const Turn& turn) {
    std::vector<std::uint32_t> calls;
    if (turn.speaker == Speaker::user) return calls;
    for (const Piece& piece : turn.pieces) {
        if (piece.kind == Kind::call) calls.push_back(piece.call);
    }
    return calls;
}

bool holds_result(const Turn& turn) {
    return std::any_of(turn.pieces.begin(), turn.pieces.end(), [](const Piece& piece) { return piece.kind == Kind::result; });
}

void settle_results(std::vector<Turn>& turns) {
    std::vector<std::uint32_t> calls;  // of the turn before
    for (std::size_t at = 0; at < turns.size(); ++at) {
        Turn& turn = turns[at];
        if (turn.speaker == Speaker::user && (!calls.empty() || holds_result(turn))) turn.pieces = pair_results(turn.pieces, calls);
        if (turn.speaker == Speaker::model) move_calls_behind(turn.pieces);
        calls = calls_in(turn);
        if (!calls.empty() && at + 1 == turns.size()) turns.push_back({Speaker::user, {}});
    }
}

/// A turn whose only pieces were results of something else that said nothing.
void join_around_empty(std::vector<Turn>& turns) {
    std::vector<Turn> kept;
    kept.reserve(turns.size());
    for (Turn& turn : turns) {
        if (turn.pieces.empty()) continue;
        if (kept.empty() || kept.back().speaker != turn.speaker) {
            kept.push_back(std::move(turn));
        } else {
            kept.back().pieces.insert(kept.back().pieces.end(), turn.pieces.begin(), turn.pieces.end());
        }
    }
    turns = std::move(kept);
}

}  // namespace

std::string PiecePlace::text() const { return "messages[" + std::to_string(message) + "].content[" + std::to_string(part) + "]"; }

bool read_part(json::Value part, Piece& piece) {
    const json::Value type = part.find("type");
    piece.cache_control = part.find("cache_control");
    if (!piece.cache_control.is(json::Kind::object)) piece.cache_control = json::Value();
    piece.value = part;
    if (type.equals("image_url")) {
        piece.kind = Kind::image;
    } else if (type.equals("input_audio")) {
        piece.kind = Kind::audio;
    } else if (type.equals("file")) {
        piece.kind = Kind::file;
    } else {
        piece.kind = Kind::text;
        piece.value = part.find(type.equals("refusal") ? "refusal" : "text");
        return piece.value.is(json::Kind::string) && !is_blank(piece.value.escaped());
    }
    return true;
}

Conversation read_conversation(const openai::ChatRequest& request) {
    Conversation conversation;
    if (request.prompt) {
        Turn turn;
        for_each_piece(request.prompt, {}, [&](const Piece& piece) { turn.pieces.push_back(piece); });
        if (!turn.pieces.empty()) conversation.turns.push_back(std::move(turn));
        return conversation;
    }
    conversation.turns.reserve(request.messages.size() + 1);  // a last one may be added for results
    Walk walk(conversation);
    for (const json::Value message : request.messages.elements()) walk.read(message);
    settle_results(conversation.turns);
    join_around_empty(conversation.turns);
    const bool ends_with_answer = !conversation.turns.empty() && conversation.turns.back().speaker == Speaker::model;
    conversation.ends_in_silence = ends_with_answer && !walk.last_was_answer();
    return conversation;
}

}  // namespace parley::providers
