#include "postprocess/continuation/resume_point.hpp"

#include "postprocess/continuation/folded_text.hpp"

namespace parley::postprocess::continuation {

std::size_t resume_point(std::string_view sent) {
    const FoldedText text(sent);
    std::size_t nearest = 0;  // word that leaves enough behind it
    std::size_t words = 0;
    for (std::size_t at = text.size(); at-- > 1;) {
        if (!text[at].begins_word || (!text[at].after_space && text[at].folded < 0x80)) continue;
        ++words;
        if (words > tail_words_max) break;
        if (words < tail_words_min || text.size() - at < tail_characters_min) continue;
        if (ends_clause(text[at - 1].folded)) return text[at].begin;
        if (nearest == 0) nearest = text[at].begin;
    }
    return nearest;
}

}  // namespace parley::postprocess::continuation
