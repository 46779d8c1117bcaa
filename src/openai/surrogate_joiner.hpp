// surrogate_joiner.hpp: puts together the two halves of a character that a provider cut between two deltas.
//
// A provider that escapes what it sends ("\ud83d\ude00") may end one delta with the first half of a surrogate pair and
// begin the next with the second. A client that decodes each delta alone would show two broken characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::openai {

/// One for each run of text (content, reasoning, the arguments of one call). A value of two bytes.
class SurrogateJoiner {
  public:
    /// The inside of a JSON string, with the half that was held back in front of it; a first half at the end is held
    /// back in turn. A half without its partner becomes U+FFFD (RFC 8259, 8.2 leaves its meaning open). The answer
    /// points into `escaped` or into `scratch`, which is overwritten.
    std::string_view join(std::string_view escaped, std::string& scratch);

    /// At the end of the text: U+FFFD if a half was still waiting, else empty.
    std::string_view flush();

  private:
    std::uint16_t held_ = 0;  // a high surrogate; 0 when there is none
};

}  // namespace parley::openai
