// post_processing.hpp: what a caller wants done with an answer before it is sent.
#pragma once

#include "json/document.hpp"
#include "openai/problems.hpp"

namespace parley::openai {

/// Whether an answer that is streamed is mended as a whole, or byte by byte as it comes.
enum class RepairPace : std::uint8_t { buffered, streamed };

struct PostProcessing {
    bool json_repair = false;
    RepairPace pace = RepairPace::buffered;  // streamed: one step said "mode": "stream", which is ours
};

/// Reads `post_processing_steps`. A step that is asked for twice does nothing more: mending what is mended changes nothing.
/// Source: AssemblyAI docs, "Post-processing".
PostProcessing read_post_processing(json::Value steps, Problems& problems);

}  // namespace parley::openai
