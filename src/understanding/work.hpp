// work.hpp: one request at work on its transcript: what a model is still to be asked, and what is known so far.
#pragma once

#include <optional>
#include <vector>

#include "transcripts/transcript.hpp"
#include "understanding/request.hpp"

namespace parley::understanding {

class Work {
  public:
    /// Both outlive it.
    ///
    /// room  of the model that will be asked
    Work(const Request& request, const transcripts::Transcript& transcript, const Room& room);
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    /// Those that ask a model.
    const std::vector<Feature*>& features() const { return features_; }

    const Request& request() const { return request_; }
    const transcripts::Transcript& transcript() const { return transcript_; }
    const Translation* translation() const { return translation_ ? &*translation_ : nullptr; }
    const SpeakerIdentification* identification() const { return identification_ ? &*identification_ : nullptr; }

  private:
    const Request& request_;
    const transcripts::Transcript& transcript_;
    std::vector<Line> lines_;
    std::optional<Translation> translation_;
    std::optional<SpeakerIdentification> identification_;
    std::optional<Summarization> summarization_;
    std::optional<ActionItems> action_items_;
    std::vector<Feature*> features_;
};

}  // namespace parley::understanding
