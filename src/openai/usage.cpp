#include "openai/usage.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "json/write.hpp"

namespace parley::openai {
namespace {

/// Reads counts of one object and remembers whether all were believable.
class CountReader {
  public:
    /// The first of the names that is there, else 0.
    std::int64_t read(json::Value object, std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names) {
            const json::Value value = object.find(name);
            if (value.is_missing()) continue;
            any_ = true;
            const std::int64_t count = value.integer().value_or(-1);
            if (count >= 0 && count <= token_count_max) return count;
            believable_ = false;
            return 0;
        }
        return 0;
    }
    bool believable() const { return any_ && believable_; }

  private:
    bool any_ = false;
    bool believable_ = true;
};

void read_prompt(json::Value usage, CountReader& counts, Usage& read) {
    const json::Value details =
        usage.find("prompt_tokens_details") ? usage.find("prompt_tokens_details") : usage.find("input_tokens_details");
    const std::int64_t cache_hit = counts.read(usage, {"prompt_cache_hit_tokens"});
    const std::int64_t cache_miss = counts.read(usage, {"prompt_cache_miss_tokens"});
    read.prompt_tokens = counts.read(usage, {"prompt_tokens", "input_tokens"});
    if (read.prompt_tokens == 0) read.prompt_tokens = cache_hit + cache_miss;

    read.cached_tokens = counts.read(details, {"cached_tokens"});
    if (read.cached_tokens == 0) read.cached_tokens = counts.read(usage, {"cached_tokens"});
    if (read.cached_tokens == 0) read.cached_tokens = cache_hit;
    read.prompt_audio_tokens = counts.read(details, {"audio_tokens"});

    const json::Value creation = details.find("cache_creation");
    read.cache_write_5m_tokens = counts.read(creation, {"ephemeral_5m_input_tokens"});
    read.cache_write_1h_tokens = counts.read(creation, {"ephemeral_1h_input_tokens"});
    const std::int64_t written = counts.read(details, {"cache_write_tokens", "cache_creation_input_tokens"});
    // Without a split by lifetime the tokens count as the shorter, cheaper one.
    if (read.cache_write_5m_tokens + read.cache_write_1h_tokens == 0) read.cache_write_5m_tokens = written;
}

void read_completion(json::Value usage, CountReader& counts, Usage& read) {
    const json::Value details = usage.find("completion_tokens_details") ? usage.find("completion_tokens_details")
                                                                        : usage.find("output_tokens_details");
    read.completion_tokens = counts.read(usage, {"completion_tokens", "output_tokens"});
    read.reasoning_tokens = counts.read(details, {"reasoning_tokens"});
    read.completion_audio_tokens = counts.read(details, {"audio_tokens"});
    read.accepted_prediction_tokens = counts.read(details, {"accepted_prediction_tokens"});
    read.rejected_prediction_tokens = counts.read(details, {"rejected_prediction_tokens"});

    // xAI leaves the reasoning out of completion_tokens and shows it only in the total.
    const std::int64_t total = counts.read(usage, {"total_tokens"});
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

void append_details(json::ObjectWriter& writer, std::string& out, const Usage& usage) {
    writer.key("prompt_tokens_details");
    json::ObjectWriter prompt(out);
    prompt.integer("cached_tokens", usage.cached_tokens);
    prompt.integer("audio_tokens", usage.prompt_audio_tokens);
    prompt.integer("cache_write_tokens", usage.cache_write_5m_tokens + usage.cache_write_1h_tokens);
    prompt.key("cache_creation");
    json::ObjectWriter creation(out);
    creation.integer("ephemeral_5m_input_tokens", usage.cache_write_5m_tokens);
    creation.integer("ephemeral_1h_input_tokens", usage.cache_write_1h_tokens);
    creation.close();
    prompt.close();

    writer.key("completion_tokens_details");
    json::ObjectWriter completion(out);
    completion.integer("reasoning_tokens", usage.reasoning_tokens);
    completion.integer("audio_tokens", usage.completion_audio_tokens);
    completion.integer("accepted_prediction_tokens", usage.accepted_prediction_tokens);
    completion.integer("rejected_prediction_tokens", usage.rejected_prediction_tokens);
    completion.close();
}

}  // namespace

std::optional<Usage> read_usage(json::Value usage) {
    if (!usage.is(json::Kind::object)) return std::nullopt;
    CountReader counts;
    Usage read;
    read_prompt(usage, counts, read);
    read_completion(usage, counts, read);
    if (!counts.believable()) return std::nullopt;
    clamp_details(read);
    return read;
}

void append_usage(std::string& out, const Usage& usage) {
    json::ObjectWriter writer(out);
    writer.integer("input_tokens", usage.prompt_tokens);
    writer.integer("prompt_tokens", usage.prompt_tokens);
    writer.integer("output_tokens", usage.completion_tokens);
    writer.integer("completion_tokens", usage.completion_tokens);
    writer.integer("total_tokens", usage.total_tokens());
    append_details(writer, out, usage);
    writer.close();
}

void append_stream_usage(std::string& out, const Usage& usage) {
    json::ObjectWriter writer(out);
    writer.integer("prompt_tokens", usage.prompt_tokens);
    writer.integer("completion_tokens", usage.completion_tokens);
    writer.integer("total_tokens", usage.total_tokens());
    append_details(writer, out, usage);
    writer.close();
}

}  // namespace parley::openai
