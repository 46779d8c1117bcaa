#include "understanding/work.hpp"

#include "transcripts/quotes.hpp"

namespace parley::understanding {

Work::Work(const Request& request, const transcripts::Transcript& transcript, const Room& room)
    : request_(request), transcript_(transcript) {
    if (!request.asks_model()) return;
    lines_ = lines_of(transcript);
    if (request.translation) features_.push_back(&translation_.emplace(*request.translation, lines_, transcript.language, room));
    if (request.identification) features_.push_back(&identification_.emplace(*request.identification, lines_, room));
    if (request.summary) features_.push_back(&summarization_.emplace(*request.summary, lines_, room));
    if (request.action_items) {
        features_.push_back(&action_items_.emplace(*request.action_items, lines_, transcripts::QuoteFinder(transcript), room));
    }
}

}  // namespace parley::understanding
