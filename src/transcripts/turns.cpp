#include "transcripts/turns.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace parley::transcripts {
namespace {

constexpr std::size_t label_part_max = 2;  // digits, then letters

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_capital(char byte) { return byte >= 'A' && byte <= 'Z'; }

/// What diarization calls speakers: "A", "12", "1B".
bool is_diarization_label(std::string_view label) {
    const auto letters = std::find_if_not(label.begin(), label.end(), is_digit);
    const auto end = std::find_if_not(letters, label.end(), is_capital);
    return !label.empty() && end == label.end() && letters - label.begin() <= static_cast<std::ptrdiff_t>(label_part_max) &&
           end - letters <= static_cast<std::ptrdiff_t>(label_part_max);
}

const std::string* identified_name(const Transcript& transcript, const std::string& speaker) {
    const auto identified = transcript.names.find(speaker);
    return identified == transcript.names.end() || identified->second.empty() ? nullptr : &identified->second;
}

/// Who is speaking at the moment that is looked at.
class Speaking {
  public:
    /// Everybody but `speaker` who has not ended at `moment`.
    std::vector<std::size_t> others(std::size_t speaker, std::int64_t moment) {
        std::erase_if(active_, [&](const Active& active) { return active.end_ms <= moment; });
        std::vector<std::size_t> found;
        for (const Active& active : active_) {
            if (active.speaker != speaker) found.push_back(active.speaker);
        }
        return found;
    }

    void begin(std::size_t speaker, std::int64_t end_ms) {
        for (Active& active : active_) {
            if (active.speaker != speaker) continue;
            active.end_ms = std::max(active.end_ms, end_ms);
            return;
        }
        active_.push_back({speaker, end_ms});
    }

  private:
    struct Active {
        std::size_t speaker;
        std::int64_t end_ms;
    };
    std::vector<Active> active_;  // each speaker once, in the order in which they began: speakers_max at most
};

}  // namespace

std::string label_of(const Transcript& transcript, const std::string& speaker, const std::string& channel) {
    if (const std::string* const name = identified_name(transcript, speaker)) return *name;
    if (speaker.empty()) return channel;
    return std::all_of(speaker.begin(), speaker.end(), is_capital) ? channel + speaker : speaker;
}

std::string shown_name(const Transcript& transcript, const std::string& speaker, const std::string& channel) {
    if (const std::string* const name = identified_name(transcript, speaker)) return *name;
    const bool is_of_channel = !channel.empty() && (speaker.empty() || speaker == channel);
    if (is_of_channel) return "Channel " + channel;
    std::string label = label_of(transcript, speaker, channel);
    return is_diarization_label(label) ? "Speaker " + label : label;
}

Talk talk_of(const Transcript& transcript) {
    Talk talk;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> numbers;
    std::vector<const Utterance*> ordered;
    ordered.reserve(transcript.utterances.size());
    for (const Utterance& utterance : transcript.utterances) ordered.push_back(&utterance);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Utterance* a, const Utterance* b) { return a->start_ms < b->start_ms; });

    Speaking speaking;
    talk.turns.reserve(ordered.size());
    for (const Utterance* const utterance : ordered) {
        const auto [found, is_new] = numbers.try_emplace({utterance->channel, utterance->speaker}, talk.speakers.size());
        if (is_new) {
            const std::string& channel = utterance->channel;
            talk.speakers.push_back(
                {label_of(transcript, utterance->speaker, channel), shown_name(transcript, utterance->speaker, channel)});
        }
        Speaker& speaker = talk.speakers[found->second];
        ++speaker.utterances;
        speaker.spoken_ms += utterance->end_ms - utterance->start_ms;
        talk.turns.push_back({utterance, found->second, speaking.others(found->second, utterance->start_ms)});
        speaking.begin(found->second, utterance->end_ms);
    }
    return talk;
}

}  // namespace parley::transcripts
