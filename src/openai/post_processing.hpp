// post_processing.hpp: what a caller wants done with an answer before it is sent.
#pragma once

#include <algorithm>
#include <vector>

#include "json/document.hpp"
#include "openai/problems.hpp"

namespace parley::openai {

enum class StepKind : std::uint8_t {
    json_repair,   // what is almost JSON is made JSON
    schema_guard,  // what does not fit its schema is put in its form, or refused. Ours
};

/// Whether an answer that is streamed is mended as a whole, or byte by byte as it comes.
enum class RepairPace : std::uint8_t { buffered, streamed };

struct PostProcessing {
    std::vector<StepKind> steps;             // in their order; the same one is never twice in a row
    RepairPace pace = RepairPace::buffered;  // streamed: one step said "mode": "stream", which is ours

    bool wants(StepKind kind) const { return std::find(steps.begin(), steps.end(), kind) != steps.end(); }
    /// Nothing is heard of an answer before its end: what is held against a schema has to be whole.
    bool keeps_answer() const { return !steps.empty() && (pace == RepairPace::buffered || wants(StepKind::schema_guard)); }
};

/// Reads `post_processing_steps`. A step that is asked for twice does nothing more: mending what is mended changes nothing.
/// Source: AssemblyAI docs, "Post-processing".
PostProcessing read_post_processing(json::Value steps, Problems& problems);

}  // namespace parley::openai
