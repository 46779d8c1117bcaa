#include "providers/gemini/usage.hpp"

#include <algorithm>
#include <cstdint>

#include "json/member_table.hpp"
#include "openai/usage.hpp"

namespace parley::providers::gemini {
namespace {

struct UsageMembers {
    json::Value promptTokenCount, cachedContentTokenCount, candidatesTokenCount, thoughtsTokenCount, toolUsePromptTokenCount,
        promptTokensDetails, candidatesTokensDetails;
};
constexpr auto usage_members = json::member_table<UsageMembers>({
    {"promptTokenCount", &UsageMembers::promptTokenCount},
    {"cachedContentTokenCount", &UsageMembers::cachedContentTokenCount},
    {"candidatesTokenCount", &UsageMembers::candidatesTokenCount},
    {"thoughtsTokenCount", &UsageMembers::thoughtsTokenCount},
    {"toolUsePromptTokenCount", &UsageMembers::toolUsePromptTokenCount},
    {"promptTokensDetails", &UsageMembers::promptTokensDetails},
    {"candidatesTokensDetails", &UsageMembers::candidatesTokensDetails},
});

/// Reads counts and remembers whether all were believable.
class CountReader {
  public:
    /// 0 for a count that is absent or null: zeros are left out.
    std::int64_t read(json::Value value) {
        if (value.is_missing()) return 0;
        any_ = true;
        const std::int64_t count = value.integer().value_or(-1);
        if (count >= 0 && count <= openai::token_count_max) return count;
        believable_ = false;
        return 0;
    }
    bool believable() const { return any_ && believable_; }

  private:
    bool any_ = false;
    bool believable_ = true;
};

/// Of a list of {"modality": "AUDIO", "tokenCount": 12}.
std::int64_t read_audio(json::Value details, CountReader& counts) {
    for (const json::Value detail : details.elements()) {
        if (detail.find("modality").equals("AUDIO")) return counts.read(detail.find("tokenCount"));
    }
    return 0;
}

}  // namespace

std::optional<openai::Usage> read_usage(json::Value metadata) {
    if (!metadata.is(json::Kind::object)) return std::nullopt;
    const UsageMembers members = usage_members.read(metadata);
    CountReader counts;
    openai::Usage usage;
    usage.prompt_tokens = counts.read(members.promptTokenCount) + counts.read(members.toolUsePromptTokenCount);
    usage.reasoning_tokens = counts.read(members.thoughtsTokenCount);
    usage.completion_tokens = counts.read(members.candidatesTokenCount) + usage.reasoning_tokens;
    usage.cached_tokens = std::min(counts.read(members.cachedContentTokenCount), usage.prompt_tokens);
    if (!counts.believable()) return std::nullopt;
    usage.prompt_audio_tokens = std::min(read_audio(members.promptTokensDetails, counts), usage.prompt_tokens);
    usage.completion_audio_tokens = std::min(read_audio(members.candidatesTokensDetails, counts), usage.completion_tokens);
    return usage;
}

}  // namespace parley::providers::gemini
