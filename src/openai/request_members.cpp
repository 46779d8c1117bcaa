#include "openai/request_members.hpp"

#include "json/member_table.hpp"

namespace parley::openai {
namespace {

constexpr auto request_members = json::member_table<RequestMembers>({
    {"model", &RequestMembers::model},
    {"messages", &RequestMembers::messages},
    {"prompt", &RequestMembers::prompt},
    {"max_tokens", &RequestMembers::max_tokens},
    {"max_completion_tokens", &RequestMembers::max_completion_tokens},
    {"temperature", &RequestMembers::temperature},
    {"top_p", &RequestMembers::top_p},
    {"top_k", &RequestMembers::top_k},
    {"frequency_penalty", &RequestMembers::frequency_penalty},
    {"presence_penalty", &RequestMembers::presence_penalty},
    {"stop", &RequestMembers::stop},
    {"seed", &RequestMembers::seed},
    {"n", &RequestMembers::n},
    {"logprobs", &RequestMembers::logprobs},
    {"top_logprobs", &RequestMembers::top_logprobs},
    {"logit_bias", &RequestMembers::logit_bias},
    {"stream", &RequestMembers::stream},
    {"stream_options", &RequestMembers::stream_options},
    {"tools", &RequestMembers::tools},
    {"tool_choice", &RequestMembers::tool_choice},
    {"parallel_tool_calls", &RequestMembers::parallel_tool_calls},
    {"functions", &RequestMembers::functions},
    {"function_call", &RequestMembers::function_call},
    {"response_format", &RequestMembers::response_format},
    {"reasoning", &RequestMembers::reasoning},
    {"reasoning_effort", &RequestMembers::reasoning_effort},
    {"verbosity", &RequestMembers::verbosity},
    {"modalities", &RequestMembers::modalities},
    {"audio", &RequestMembers::audio},
    {"prediction", &RequestMembers::prediction},
    {"cache_control", &RequestMembers::cache_control},
    {"prompt_cache_key", &RequestMembers::prompt_cache_key},
    {"prompt_cache_retention", &RequestMembers::prompt_cache_retention},
    {"user", &RequestMembers::user},
    {"safety_identifier", &RequestMembers::safety_identifier},
    {"metadata", &RequestMembers::metadata},
    {"store", &RequestMembers::store},
    {"service_tier", &RequestMembers::service_tier},
    {"transcript_id", &RequestMembers::transcript_id},
    {"transcript", &RequestMembers::transcript},
    {"transcript_format", &RequestMembers::transcript_format},
    {"transcript_window", &RequestMembers::transcript_window},
    {"cite", &RequestMembers::cite},
    {"fallbacks", &RequestMembers::fallbacks},
    {"fallback_config", &RequestMembers::fallback_config},
    {"post_processing_steps", &RequestMembers::post_processing_steps},
    {"model_region", &RequestMembers::model_region},
    {"zero_data_retention", &RequestMembers::zero_data_retention},
});

}  // namespace

RequestMembers read_request_members(json::Value root) { return request_members.read(root); }

bool is_request_member(std::string_view name) { return request_members.knows(name); }

}  // namespace parley::openai
