#include "openai/usage.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/short_text.hpp"
#include "json/member_table.hpp"

namespace parley::openai {
namespace {

// What hosts call the counts of one answer.
struct UsageMembers {
    json::Value prompt_tokens, input_tokens, completion_tokens, output_tokens, total_tokens, prompt_tokens_details, input_tokens_details,
        completion_tokens_details, output_tokens_details, cached_tokens, prompt_cache_hit_tokens, prompt_cache_miss_tokens;
};
constexpr auto usage_members = json::member_table<UsageMembers>({
    {"prompt_tokens", &UsageMembers::prompt_tokens},
    {"input_tokens", &UsageMembers::input_tokens},
    {"completion_tokens", &UsageMembers::completion_tokens},
    {"output_tokens", &UsageMembers::output_tokens},
    {"total_tokens", &UsageMembers::total_tokens},
    {"prompt_tokens_details", &UsageMembers::prompt_tokens_details},
    {"input_tokens_details", &UsageMembers::input_tokens_details},
    {"completion_tokens_details", &UsageMembers::completion_tokens_details},
    {"output_tokens_details", &UsageMembers::output_tokens_details},
    {"cached_tokens", &UsageMembers::cached_tokens},
    {"prompt_cache_hit_tokens", &UsageMembers::prompt_cache_hit_tokens},
    {"prompt_cache_miss_tokens", &UsageMembers::prompt_cache_miss_tokens},
});

// What stands in the details, of the prompt and of the completion.
struct DetailMembers {
    json::Value cached_tokens, audio_tokens, cache_write_tokens, cache_creation_input_tokens, cache_creation, reasoning_tokens,
        accepted_prediction_tokens, rejected_prediction_tokens;
};
constexpr auto detail_members = json::member_table<DetailMembers>({
    {"cached_tokens", &DetailMembers::cached_tokens},
    {"audio_tokens", &DetailMembers::audio_tokens},
    {"cache_write_tokens", &DetailMembers::cache_write_tokens},
    {"cache_creation_input_tokens", &DetailMembers::cache_creation_input_tokens},
    {"cache_creation", &DetailMembers::cache_creation},
    {"reasoning_tokens", &DetailMembers::reasoning_tokens},
    {"accepted_prediction_tokens", &DetailMembers::accepted_prediction_tokens},
    {"rejected_prediction_tokens", &DetailMembers::rejected_prediction_tokens},
});

// How many tokens were written to the cache, by lifetime.
struct CreationMembers {
    json::Value ephemeral_5m_input_tokens, ephemeral_1h_input_tokens;
};
constexpr auto creation_members = json::member_table<CreationMembers>({
    {"ephemeral_5m_input_tokens", &CreationMembers::ephemeral_5m_input_tokens},
    {"ephemeral_1h_input_tokens", &CreationMembers::ephemeral_1h_input_tokens},
});

/// Reads counts and remembers whether all were believable.
class CountReader {
  public:
    /// 0 for a count that is absent or null.
    std::int64_t read(json::Value value) {
        if (value.is_missing()) return 0;
        any_ = true;
        const std::int64_t count = value.integer().value_or(-1);
        if (count >= 0 && count <= token_count_max) return count;
        believable_ = false;
        return 0;
    }
    bool believable() const { return any_ && believable_; }

  private:
    bool any_ = false;
    bool believable_ = true;
};

/// The first of two spellings that says anything.
json::Value either(json::Value one, json::Value other) { return one.is_missing() ? other : one; }

void read_prompt(const UsageMembers& usage, CountReader& counts, Usage& read) {
    const DetailMembers details = detail_members.read(either(usage.prompt_tokens_details, usage.input_tokens_details));
    const std::int64_t cache_hit = counts.read(usage.prompt_cache_hit_tokens);
    const std::int64_t cache_miss = counts.read(usage.prompt_cache_miss_tokens);
    read.prompt_tokens = counts.read(either(usage.prompt_tokens, usage.input_tokens));
    if (read.prompt_tokens == 0) read.prompt_tokens = cache_hit + cache_miss;

    read.cached_tokens = counts.read(details.cached_tokens);
    if (read.cached_tokens == 0) read.cached_tokens = counts.read(usage.cached_tokens);
    if (read.cached_tokens == 0) read.cached_tokens = cache_hit;
    read.prompt_audio_tokens = counts.read(details.audio_tokens);

    if (details.cache_creation) {
        const CreationMembers creation = creation_members.read(details.cache_creation);
        read.cache_write_5m_tokens = counts.read(creation.ephemeral_5m_input_tokens);
        read.cache_write_1h_tokens = counts.read(creation.ephemeral_1h_input_tokens);
    }
    const std::int64_t written = counts.read(either(details.cache_write_tokens, details.cache_creation_input_tokens));
    // Without a split by lifetime the tokens count as the shorter, cheaper one.
    if (read.cache_write_5m_tokens + read.cache_write_1h_tokens == 0) read.cache_write_5m_tokens = written;
}

void read_completion(const UsageMembers& usage, CountReader& counts, Usage& read) {
    const DetailMembers details = detail_members.read(either(usage.completion_tokens_details, usage.output_tokens_details));
    read.completion_tokens = counts.read(either(usage.completion_tokens, usage.output_tokens));
    read.reasoning_tokens = counts.read(details.reasoning_tokens);
    read.completion_audio_tokens = counts.read(details.audio_tokens);
    read.accepted_prediction_tokens = counts.read(details.accepted_prediction_tokens);
    read.rejected_prediction_tokens = counts.read(details.rejected_prediction_tokens);

    // xAI leaves the reasoning out of completion_tokens and shows it only in the total.
    const std::int64_t total = counts.read(usage.total_tokens);
    if (read.reasoning_tokens > 0 && total == read.total_tokens() + read.reasoning_tokens) {
        read.completion_tokens += read.reasoning_tokens;
    }
}

/// A part is never more than its whole: prices are multiplied with the differences.
void clamp_details(Usage& usage) {
    usage.cached_tokens = std::min(usage.cached_tokens, usage.prompt_tokens);
    std::int64_t rest = usage.prompt_tokens - usage.cached_tokens;
    usage.cache_write_1h_tokens = std::min(usage.cache_write_1h_tokens, rest);
    rest -= usage.cache_write_1h_tokens;
    usage.cache_write_5m_tokens = std::min(usage.cache_write_5m_tokens, rest);
    usage.reasoning_tokens = std::min(usage.reasoning_tokens, usage.completion_tokens);
}

constexpr std::string_view all_details_zero = R"(,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0,"cache_write_tokens":0,)"
                                              R"("cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0}},)"
                                              R"("completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,)"
                                              R"("accepted_prediction_tokens":0,"rejected_prediction_tokens":0}})";

bool has_details(const Usage& usage) {
    Usage totals;
    totals.prompt_tokens = usage.prompt_tokens;
    totals.completion_tokens = usage.completion_tokens;
    return usage != totals;
}

using UsageText = ShortText<768>;  // less than 400 bytes of keys, and 14 numbers of at most 20 digits

/// The rest of a usage object, its closing bracket included.
void print_details(UsageText& text, const Usage& usage) {
    if (!has_details(usage)) {
        text << all_details_zero;
        return;
    }
    text << R"(,"prompt_tokens_details":{"cached_tokens":)" << usage.cached_tokens << R"(,"audio_tokens":)" << usage.prompt_audio_tokens
         << R"(,"cache_write_tokens":)" << usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
         << R"(,"cache_creation":{"ephemeral_5m_input_tokens":)" << usage.cache_write_5m_tokens << R"(,"ephemeral_1h_input_tokens":)"
         << usage.cache_write_1h_tokens << R"(}},"completion_tokens_details":{"reasoning_tokens":)" << usage.reasoning_tokens
         << R"(,"audio_tokens":)" << usage.completion_audio_tokens << R"(,"accepted_prediction_tokens":)"
         << usage.accepted_prediction_tokens << R"(,"rejected_prediction_tokens":)" << usage.rejected_prediction_tokens << "}}";
}

}  // namespace

std::optional<Usage> read_usage(json::Value usage) {
    if (!usage.is(json::Kind::object)) return std::nullopt;
    CountReader counts;
    Usage read;
    const UsageMembers members = usage_members.read(usage);
    read_prompt(members, counts, read);
    read_completion(members, counts, read);
    if (!counts.believable()) return std::nullopt;
    clamp_details(read);
    return read;
}

void append_usage(std::string& out, const Usage& usage) {
    UsageText text;
    text << R"({"input_tokens":)" << usage.prompt_tokens << R"(,"prompt_tokens":)" << usage.prompt_tokens << R"(,"output_tokens":)"
         << usage.completion_tokens << R"(,"completion_tokens":)" << usage.completion_tokens << R"(,"total_tokens":)"
         << usage.total_tokens();
    print_details(text, usage);
    out += text.view();
}

void append_stream_usage(std::string& out, const Usage& usage, std::string_view cost) {
    UsageText text;
    text << R"({"prompt_tokens":)" << usage.prompt_tokens << R"(,"completion_tokens":)" << usage.completion_tokens << R"(,"total_tokens":)"
         << usage.total_tokens();
    if (!cost.empty()) text << R"(,"cost":)" << cost;
    print_details(text, usage);
    out += text.view();
}

}  // namespace parley::openai
