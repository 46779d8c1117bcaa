// action_items.hpp: what somebody is to do after a talk, and what was decided in it, with the words by which it was said.
#pragma once

#include <string>
#include <vector>

#include "openai/problems.hpp"
#include "transcripts/quotes.hpp"
#include "understanding/lines.hpp"
#include "understanding/question.hpp"

namespace parley::understanding {

struct ActionItemsWish {
    bool include_decisions = false;
    std::string effort = {};
};

ActionItemsWish read_action_items(json::Value wish, openai::Problems& problems);

/// A talk that a question has no room for is looked through in parts. Every quote is held against the talk: nothing is told by words that
/// nobody said.
class ActionItems final : public Feature {
  public:
    /// The lines outlive it.
    ActionItems(ActionItemsWish wish, const std::vector<Line>& lines, transcripts::QuoteFinder said, const Room& room);

    std::string_view name() const override { return "action_items"; }
    std::vector<Question> next_round() override;
    Fault take(std::size_t question, json::Value answer) override;
    void print(json::ObjectWriter& object) const override;

  private:
    struct Item {
        std::string what;
        std::string quote;
        std::optional<std::int64_t> moment;  // of the quote
    };
    struct Found {
        std::vector<Item> items;
        std::vector<Item> decisions;
    };

    Fault read_items(json::Value list, std::string_view name, std::string_view what, std::vector<Item>& items) const;
    void print_items(std::string& out, std::string_view what, std::vector<Item> Found::*list) const;

    ActionItemsWish wish_;
    const std::vector<Line>& lines_;
    transcripts::QuoteFinder said_;
    std::vector<Part> parts_;
    std::vector<Found> found_;  // by part
    bool has_asked_ = false;
};

}  // namespace parley::understanding
