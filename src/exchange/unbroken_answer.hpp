// unbroken_answer.hpp: one answer of several attempts, of which each goes on where the one before broke off.
//
// Stands before the emitter where a request asks for it (`fallback_config.resume`), remembers the text that was sent, and keeps a fault
// to itself as long as somebody may go on. Whoever does is asked to say the last words again; postprocess/continuation drops them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "openai/chunk_emitter.hpp"
#include "postprocess/continuation/overlap_dropper.hpp"

namespace parley::exchange {

/// A longer answer is not gone on with: it would cost more than it is worth, and is nobody's spoken answer.
inline constexpr std::size_t resumable_bytes_max = 64 * 1024;

class UnbrokenAnswer final : public openai::EventSink {
  public:
    /// next  who passes on to the emitter what it is told, or the emitter itself. Both outlive this.
    UnbrokenAnswer(const openai::ChunkEmitter& emitter, openai::EventSink& next) : emitter_(emitter), next_(next) {}

    void start(std::string_view upstream_id) override { next_.start(upstream_id); }
    void text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) override;
    void reasoning(std::string_view escaped) override;
    void signature(std::string_view json) override;
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override;
    void tool_args(std::uint32_t index, std::string_view escaped) override;
    void tool_end(std::uint32_t index) override;
    void usage(const openai::Usage& usage) override;
    void finish(openai::FinishReason reason, std::string_view native) override;
    void error(const Error& error) override;

    /// The attempt has failed, and nobody has been told: another may go on, or give_up().
    bool is_broken() const { return fault_.has_value(); }
    /// Why, while it is broken.
    const Error& fault() const { return *fault_; }
    /// Its fault is that it went on with something else.
    bool is_apart() const { return is_apart_; }
    /// The attempt's own text is being sent: for a first one always, for others once they have said the last words again.
    bool is_joined() const { return !dropper_ || dropper_->state() == postprocess::continuation::OverlapDropper::State::joined; }

    /// What was sent of the answer's text, unescaped.
    const std::string& sent() const { return sent_; }
    /// Another attempt follows, which is asked to go on from that byte of sent().
    void go_on_from(std::size_t from);
    /// Nobody goes on: the caller is told what broke the answer that they were reading.
    void give_up();

    // Of the attempt alone.
    bool heard() const { return heard_chunks_ > 0; }
    std::uint64_t heard_bytes() const { return heard_bytes_; }
    std::uint64_t heard_chunks() const { return heard_chunks_; }
    const std::optional<openai::Usage>& last_usage() const { return usage_; }

  private:
    bool may_be_resumed() const;
    void hear(std::string_view escaped);
    void send(std::string_view plain);
    void remember(std::string_view escaped);
    void stand_apart();

    const openai::ChunkEmitter& emitter_;
    openai::EventSink& next_;
    std::string sent_;
    bool is_text_ = true;                                               // nothing but text was sent, and not too much of it
    std::optional<postprocess::continuation::OverlapDropper> dropper_;  // empty: the first attempt
    std::optional<Error> fault_;
    std::optional<Error> break_;  // the last fault of an attempt whose text was sent
    bool is_apart_ = false;
    std::uint64_t heard_bytes_ = 0;
    std::uint64_t heard_chunks_ = 0;
    std::optional<openai::Usage> usage_;
};

}  // namespace parley::exchange
