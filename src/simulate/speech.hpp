// speech.hpp: a simulated speech-to-text service, as AssemblyAI's API describes one: audio is uploaded, a transcript is asked for,
// and polled until it is there. What was said is always the same short call.
//
// An id that nobody was given says what to do: `call-7` is a finished transcript; `status-401` is that status; `other-id`, `no-json`,
// `no-transcript`, `huge`, `processing`, `failed` and `deleted` are answers that a gateway must be ready for.
//
// Source: AssemblyAI API reference, "Transcripts", "Upload a media file".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "http/request_head.hpp"
#include "http/server_exchange.hpp"

namespace parley::simulate {

/// Not thread-safe.
class Speech {
  public:
    /// Transcripts that are remembered; one more is refused.
    static constexpr std::size_t transcripts_max = 10'000;
    /// Of an upload.
    static constexpr std::size_t audio_bytes_max = 64u << 20;

    static bool is_path(std::string_view path) { return path.starts_with("/v2/"); }

    http::Response answer(const http::RequestHead& head, std::string_view body, Random& random);

  private:
    struct Job {
        bool speaker_labels = false;
        bool is_deleted = false;
        std::uint32_t looks = 0;  // it is finished at the third
    };

    http::Response create(std::string_view body, Random& random);
    http::Response show(const std::string& id);
    http::Response show_audio(const std::string& id, std::string_view what);
    http::Response remove(const std::string& id);

    std::map<std::string, Job> jobs_;
};

}  // namespace parley::simulate
