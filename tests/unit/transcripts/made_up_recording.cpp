#include "unit/transcripts/made_up_recording.hpp"

#include <array>

namespace parley::tests {
namespace {

constexpr std::array vocabulary = {"well",    "the",   "harbour",   "clinic", "Friday,", "at",  "four",      "o'clock", "is",
                                   "nobody",  "knew",  "\"quote\"", "we",     "should",  "say", "a\\b",      "mañana",  "日本語",
                                   "shipped", "forty", "orders.",   "and",    "then?",   "so",  "certainly", "not"};

transcripts::Word made_up_word(Random& random, std::int64_t start_ms) {
    transcripts::Word word;
    word.text = vocabulary[random.below(vocabulary.size())];
    word.start_ms = start_ms;
    word.end_ms = start_ms + 120 + static_cast<std::int64_t>(random.below(400));
    word.confidence = static_cast<double>(500 + random.below(500)) / 1000;
    return word;
}

}  // namespace

transcripts::Transcript made_up_recording(const RecordingWish& wish) {
    Random random(wish.seed);
    transcripts::Transcript transcript;
    transcript.language = "en_us";
    std::int64_t now = static_cast<std::int64_t>(random.below(1000));
    while (now < wish.length_ms) {
        transcripts::Utterance& utterance = transcript.utterances.emplace_back();
        utterance.speaker = transcripts::speaker_label(random.below(wish.speakers));
        if (wish.channels > 1) utterance.channel = std::to_string(1 + random.below(wish.channels));
        utterance.start_ms = now;
        const std::uint64_t words = 1 + random.below(24);
        for (std::uint64_t at = 0; at < words; ++at) {
            transcripts::Word word = made_up_word(random, now);
            now = word.end_ms + static_cast<std::int64_t>(random.below(80));
            word.speaker = utterance.speaker;
            word.channel = utterance.channel;
            if (at > 0) utterance.text += ' ';
            utterance.text += word.text;
            utterance.end_ms = word.end_ms;
            utterance.words.push_back(std::move(word));
        }
        utterance.confidence = 0.9;
        // Every third speaker does not wait for the end.
        if (random.below(3) == 0) {
            now = std::max(utterance.start_ms, now - static_cast<std::int64_t>(random.below(3000)));
        } else {
            now += static_cast<std::int64_t>(random.below(900));
        }
    }
    transcript.text = transcripts::joined_text(transcript.utterances);
    return transcript;
}

}  // namespace parley::tests
