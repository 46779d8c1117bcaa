// speaker_identification.hpp: who the speakers are, by name or by role.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "openai/problems.hpp"
#include "understanding/lines.hpp"
#include "understanding/question.hpp"

namespace parley::understanding {

inline constexpr std::size_t known_values_max = 64;
inline constexpr std::size_t known_value_characters_max = 35;  // AssemblyAI docs, "Speaker identification"

struct IdentificationWish {
    std::string type = {};                 // name, role
    std::vector<std::string> values = {};  // who they may be; empty: the talk alone tells
    std::string descriptions = {};         // the caller's `speakers` as JSON; empty: none
    std::string effort = {};
};

IdentificationWish read_identification(json::Value wish, openai::Problems& problems);

/// One question: the beginning of a talk tells who is who, as far as the model has room for it.
class SpeakerIdentification final : public Feature {
  public:
    /// The lines outlive it.
    SpeakerIdentification(IdentificationWish wish, const std::vector<Line>& lines, const Room& room);

    std::string_view name() const override { return "speaker_identification"; }
    std::vector<Question> next_round() override;
    Fault take(std::size_t question, json::Value answer) override;
    void print(json::ObjectWriter& object) const override;

    /// Who somebody is; the label itself where that was not found out.
    const std::string& identified(const std::string& label) const;

  private:
    /// One of the values that were given, however the model wrote it; any name where none were given. Empty: unknown.
    std::string recognised(const std::string& value, Fault& fault) const;

    IdentificationWish wish_;
    const std::vector<Line>& lines_;
    std::size_t material_bytes_;
    std::vector<std::string> labels_;  // in the order in which they first spoke
    bool has_asked_ = false;
    std::map<std::string, std::string> mapping_;
};

}  // namespace parley::understanding
