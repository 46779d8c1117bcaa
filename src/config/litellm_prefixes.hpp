// litellm_prefixes.hpp: what LiteLLM means by the word before the slash: `groq/` in `groq/llama-3.3-70b`.
//
// Source: LiteLLM's documentation, "Providers", one page each: default address, environment variable, model names.
#pragma once

#include <string_view>

namespace parley::config {

struct LitellmPrefix {
    std::string_view prefix;
    std::string_view provider;    // the name that it gets here
    std::string_view base_url;    // where it lives unless api_base says otherwise; empty: api_base must say
    std::string_view path;        // what Parley needs behind an api_base, which LiteLLM adds by itself
    std::string_view variable;    // where LiteLLM finds the key when none is stated; empty: none is needed
    std::string_view region;      // us | eu; empty: not known
    std::string_view obstacle;    // why it cannot be asked yet; empty: it can
    std::string_view model_path;  // what LiteLLM puts in front of a model's short name
    std::string_view dialect = "openai";
};

/// Null for a word that LiteLLM may know and this table does not.
const LitellmPrefix* find_litellm_prefix(std::string_view prefix);

/// The prefix that LiteLLM would guess for a model without one (`gpt-4o`: openai); empty when it is not plain.
std::string_view guess_litellm_prefix(std::string_view model);

}  // namespace parley::config
