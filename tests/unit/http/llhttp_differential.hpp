// llhttp_differential.hpp: the rule by which our codec and llhttp may differ.
//
// What we accept, llhttp accepts, with the same method or status, target, number of fields, body and end. What llhttp
// accepts and we refuse must be refused for one of the listed reasons: places where we are stricter on purpose.
#pragma once

#include <gtest/gtest.h>

#include <span>
#include <string>

#include "unit/http/llhttp_oracle.hpp"
#include "unit/http/mutations.hpp"

namespace parley::http {

enum class Part { head, body };  // where the refused byte lies; a trailer section belongs to the body

struct KnownDifference {
    Part part;
    std::string_view refusal;  // how the words of the one that refuses begin
    std::string_view present;  // what the message must hold for this difference to be the one
    std::string_view why;      // each is a deliberate choice
    std::string example;       // a message that only one of the two accepts, for this reason
};

struct Rule {
    Side side;
    std::span<const KnownDifference> we_are_stricter;
    std::span<const KnownDifference> llhttp_is_stricter;
};

/// One parser's refusal of one message.
struct Verdict {
    Part part;
    std::string_view refusal;
    std::string_view bytes;  // from the message's first byte on
};

inline bool is_known(std::span<const KnownDifference> differences, const Verdict& verdict) {
    for (const KnownDifference& known : differences) {
        if (known.part == verdict.part && verdict.refusal.starts_with(known.refusal) &&
            verdict.bytes.find(known.present) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

inline Part part_reached(const Message& message) { return message.head_complete ? Part::body : Part::head; }

/// Empty when the two readings of `bytes` agree as far as they must; otherwise what is wrong.
inline std::string disagreement(const Rule& rule, std::string_view bytes, const Reading& ours, const Reading& theirs) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < ours.messages.size(); ++i) {
        const Message& mine = ours.messages[i];
        const Message other = i < theirs.messages.size() ? theirs.messages[i] : Message{};
        const bool we_refuse = !ours.refusal.empty() && !mine.complete;
        const bool they_refuse = !theirs.refusal.empty() && !other.complete;
        if (we_refuse) {
            const Verdict verdict{part_reached(mine), ours.refusal, bytes.substr(begin)};
            const bool fine = !other.complete || is_known(rule.we_are_stricter, verdict);
            return fine ? "" : "only we refuse: " + ours.refusal;
        }
        if (!mine.head_complete) return other.complete ? "llhttp sees a whole message where we wait for more" : "";
        if (they_refuse) {
            const Verdict verdict{part_reached(other), theirs.refusal, bytes.substr(begin)};
            return is_known(rule.llhttp_is_stricter, verdict) ? "" : "only llhttp refuses: " + theirs.refusal;
        }
        if (!same_message(mine, other)) {
            return testing::PrintToString(mine) + "\nbut llhttp has\n" + testing::PrintToString(other);
        }
        if (mine.last || other.last) return "";
        begin = mine.end;
    }
    return "";
}

/// Answers whether we took the first message as a whole.
inline bool expect_agreement(const Rule& rule, const std::string& bytes) {
    const Reading ours = read_with_parley(rule.side, bytes);
    const std::string wrong = disagreement(rule, bytes, ours, read_with_llhttp(rule.side, bytes));
    EXPECT_EQ(wrong, "") << "in " << testing::PrintToString(bytes);
    return !ours.messages.empty() && ours.messages.front().complete;
}

inline void expect_agreement_on_mutations(const Rule& rule, std::span<const std::string> seeds, std::uint64_t random_seed, int rounds) {
    Random random(random_seed);
    int accepted = 0;
    for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
        SCOPED_TRACE("seed " + std::to_string(random_seed) + ", round " + std::to_string(round));
        accepted += expect_agreement(rule, mutated(seeds, random));
    }
    EXPECT_GT(accepted, rounds / 10) << "the damage is too great to tell anything about accepted messages";
}

/// Every listed difference is a real one: its example is judged differently, and this entry is what excuses it.
inline void expect_examples_to_differ(Side side, std::span<const KnownDifference> we_are_stricter,
                                      std::span<const KnownDifference> llhttp_is_stricter) {
    const auto check = [side](const KnownDifference& known, const std::string& prefix, const Rule& excused) {
        const Reading ours = read_with_parley(side, known.example);
        const Reading theirs = read_with_llhttp(side, known.example);
        const std::string expected = prefix + std::string(known.refusal);
        const std::string unexcused = disagreement({side, {}, {}}, known.example, ours, theirs);
        EXPECT_EQ(unexcused.substr(0, expected.size()), expected) << known.why;
        EXPECT_EQ(disagreement(excused, known.example, ours, theirs), "") << known.why;
    };
    for (const KnownDifference& known : we_are_stricter) {
        check(known, "only we refuse: ", {side, std::span(&known, 1), {}});
    }
    for (const KnownDifference& known : llhttp_is_stricter) {
        check(known, "only llhttp refuses: ", {side, {}, std::span(&known, 1)});
    }
}

}  // namespace parley::http
