// request_members.hpp: every member of a chat completion request that Parley knows, found in one pass.
#pragma once

#include <string_view>

#include "json/document.hpp"

namespace parley::openai {

/// Absent where the caller sent nothing; null stays null. Sources: AssemblyAI docs, "Create chat completion"; OpenAI API
/// reference, "Create chat completion".
struct RequestMembers {
    // The conversation
    json::Value model, messages, prompt;
    // The answer's length and sampling
    json::Value max_tokens, max_completion_tokens, temperature, top_p, top_k, frequency_penalty, presence_penalty, stop, seed, n, logprobs,
        top_logprobs, logit_bias;
    // Streaming
    json::Value stream, stream_options;
    // Tools
    json::Value tools, tool_choice, parallel_tool_calls, functions, function_call;
    // The answer's form, and thinking
    json::Value response_format, reasoning, reasoning_effort, verbosity, modalities, audio, prediction;
    // Caching and bookkeeping at the provider
    json::Value cache_control, prompt_cache_key, prompt_cache_retention, user, safety_identifier, metadata, store, service_tier;
    // The gateway's own
    json::Value transcript_id, transcript, transcript_format, transcript_window, cite, fallbacks, fallback_config, post_processing_steps,
        model_region, zero_data_retention;
};

RequestMembers read_request_members(json::Value root);

/// Whether it is the name of one of them.
bool is_request_member(std::string_view name);

}  // namespace parley::openai
