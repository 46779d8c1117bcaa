// transcript.hpp: a finished recording as words: who said what, when, and how sure the speech-to-text service was.
//
// Speech stays speech: an utterance keeps its speaker, its moments and its channel until a rendering decides what a model
// gets to see of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::transcripts {

/// Beyond these a file is refused. A day of talk has about 200,000 words in 20,000 utterances.
inline constexpr std::size_t words_max = 1'000'000;
inline constexpr std::size_t utterances_max = 100'000;
inline constexpr std::size_t speakers_max = 64;
inline constexpr std::size_t policies_max = 100;    // of redaction
inline constexpr std::size_t label_bytes_max = 64;  // of a speaker, a channel, a language

struct Word {
    std::string text;
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
    std::string speaker = {};  // empty: nobody knows
    std::string channel = {};  // empty: there is one only
    std::optional<double> confidence = {};

    bool operator==(const Word&) const = default;
};

/// What one speaker said without a pause that mattered.
struct Utterance {
    std::string speaker = {};
    std::string channel = {};
    std::string text = {};
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
    std::optional<double> confidence = {};
    std::string language = {};  // where it is not that of the whole
    std::vector<Word> words = {};

    bool operator==(const Utterance&) const = default;
};

enum class Status : std::uint8_t { queued, processing, completed, error };

std::string_view to_string(Status status);
std::optional<Status> status_named(std::string_view name);

struct Transcript {
    Status status = Status::completed;
    std::string text = {};                          // plain, without speakers
    std::string language = {};                      // "en_us"; empty: not told
    std::vector<Utterance> utterances = {};         // empty: speakers were not told apart
    std::vector<Word> words = {};                   // only where the utterances hold none
    std::map<std::string, std::string> names = {};  // of speakers who were identified: label to name
    std::vector<std::string> redacted = {};         // policies of what was taken out of every text: "phone_number"

    bool operator==(const Transcript&) const = default;
};

/// Every word, in the order of time.
std::vector<const Word*> words_in_order(const Transcript& transcript);

/// The text of all utterances, a space between two: for services that give no text of the whole.
std::string joined_text(const std::vector<Utterance>& utterances);

/// Puts what was said together: consecutive words of one speaker and channel are an utterance. For services that tell words apart
/// and no utterances.
std::vector<Utterance> utterances_from(std::vector<Word> words);

/// Speakers that are told apart, in each channel by themselves; 0 where there are no utterances.
std::size_t speaker_count(const Transcript& transcript);

/// The label of the speaker whom a service calls by a number: 0 is A, 25 is Z, 26 is AA.
std::string speaker_label(std::size_t number);

/// About how many bytes of memory it takes.
std::size_t memory_bytes(const Transcript& transcript);

}  // namespace parley::transcripts
