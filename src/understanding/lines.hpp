// lines.hpp: a transcript as numbered lines: what a model is shown of it, and what its answers point to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "transcripts/transcript.hpp"

namespace parley::understanding {

/// What one speaker said, a sentence or a few of them.
struct Line {
    std::size_t utterance = 0;  // of the transcript; 0 where it has none
    std::string speaker = {};   // as renderings call them; empty: nobody knows
    std::string text = {};
    std::optional<std::int64_t> start_ms = {};  // empty: the transcript has no times
    std::optional<std::int64_t> end_ms = {};

    bool operator==(const Line&) const = default;
};

/// Longer ones are cut where a sentence ends, so that an answer can point to a place within a long speech.
inline constexpr std::size_t line_bytes_usual = 400;
/// Where no sentence ends, after the word that reaches this.
inline constexpr std::size_t line_bytes_most = 800;

/// All of it, in the order of time. A piece of an utterance has the times of its words where they are known, else those of the
/// utterance.
std::vector<Line> lines_of(const transcripts::Transcript& transcript);

/// Lines that follow each other: [begin, end).
struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const Part&) const = default;
};

/// All lines in parts that are printed in about `bytes_max` each; a part has one line at least.
std::vector<Part> parts_of(const std::vector<Line>& lines, std::size_t bytes_max);

/// "12 | A: Harbour clinic, how can I help?", a line each. They are counted from 1, through the whole talk. Control characters become
/// spaces: nobody can speak a line of somebody else.
std::string print_lines(const std::vector<Line>& lines, Part part);

}  // namespace parley::understanding
