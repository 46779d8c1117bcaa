// summarization.hpp: what a talk was about, and where in it.
#pragma once

#include <string>
#include <vector>

#include "openai/problems.hpp"
#include "understanding/lines.hpp"
#include "understanding/question.hpp"

namespace parley::understanding {

struct SummaryWish {
    std::string type = {};  // paragraph, bullets
    std::string effort = {};
};

SummaryWish read_summary(json::Value wish, openai::Problems& problems);

/// A talk that a question has no room for is summed up in parts, and the parts' summaries once more.
class Summarization final : public Feature {
  public:
    /// The lines outlive it.
    Summarization(SummaryWish wish, const std::vector<Line>& lines, const Room& room);

    std::string_view name() const override { return "summarization"; }
    std::vector<Question> next_round() override;
    Fault take(std::size_t question, json::Value answer) override;
    void print(json::ObjectWriter& object) const override;

  private:
    struct Item {
        std::string headline;
        std::string text;
        Part lines;
    };

    Question question_of(std::string material, bool is_of_summaries) const;
    Fault read_items(json::Value answer, Part within, std::vector<Item>& items) const;
    std::string print_partial() const;

    SummaryWish wish_;
    const std::vector<Line>& lines_;
    std::vector<Part> parts_;
    std::vector<std::vector<Item>> partial_;  // by part
    std::vector<Item> summary_;
    enum class Round : std::uint8_t { none, parts, whole, done } round_ = Round::none;
};

}  // namespace parley::understanding
