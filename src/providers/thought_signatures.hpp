// thought_signatures.hpp: what Gemini's newer models say about their thinking beside a call, opaque to us, and want back with the
// history.
//
// Google gives them in its own words and in OpenAI's, so two dialects meet here.
//
// Out: {"google":{"thought_signatures":{"<id of the call>":"<signature>"}}}, the provider state of the answer
// (openai::EventSink::signature). Back: the same as `provider_state` of the assistant's message, or, in the words of Google's own
// OpenAI endpoint, `extra_content.google.thought_signature` of the call.
//
// Source: Gemini API docs, "Thought signatures"; "OpenAI compatibility".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::providers {

/// Stands for the signature of a call that another model made: the provider then validates nothing.
inline constexpr std::string_view no_signature = "skip_thought_signature_validator";

/// The signatures of one answer.
class ThoughtSignatures {
  public:
    /// More than this is not kept: it would travel to the caller and back with every turn.
    static constexpr std::size_t bytes_max = 64 * 1024;

    /// Both escaped. False when nothing was added: the call has one already, or bytes_max is reached.
    bool add(std::string_view call_id, std::string_view signature);
    /// All that were added, as JSON.
    std::string json() const;

  private:
    std::string members_;  // "id":"signature",...
};

/// The signature that a call brings in Google's extra_content, escaped; or empty.
std::string_view signature_beside(json::Value call);

/// The signature of one of an assistant's calls (an entry of `tool_calls`), escaped; empty when neither the call nor the message's
/// `provider_state`, which may be absent, holds one.
std::string_view find_signature(json::Value provider_state, json::Value call);

}  // namespace parley::providers
