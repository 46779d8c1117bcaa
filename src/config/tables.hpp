// tables.hpp: the tables of the configuration, one for each mapping. What Parley can be told is exactly what stands in
// them.
#pragma once

#include "catalog/host.hpp"
#include "config/config.hpp"
#include "config/field.hpp"

namespace parley::config {

const Table<Config>& config_table();
const Table<Listener>& listener_table();
const Table<TlsFiles>& tls_table();
const Table<Key>& key_table();
const Table<Provider>& provider_table();
const Table<catalog::DialectRules>& rules_table();
const Table<catalog::Supports>& supports_table();
const Table<catalog::AnthropicRules>& anthropic_rules_table();
const Table<catalog::BedrockRules>& bedrock_rules_table();
const Table<catalog::GeminiRules>& gemini_rules_table();
const Table<catalog::Host>& host_table();           // of catalog/hosts.yaml
const Table<catalog::FamilyRules>& family_table();  // likewise
const Table<catalog::Model>& model_table();
const Table<catalog::Target>& target_table();
const Table<catalog::Prices>& prices_table();
const Table<catalog::DefaultParameters>& default_parameters_table();
const Table<Routing>& routing_table();
const Table<catalog::Hedge>& hedge_table();
const Table<Limits>& limits_table();
const Table<Defaults>& defaults_table();
const Table<Compatibility>& compatibility_table();
const Table<http::Limits>& http_table();
const Table<Drain>& drain_table();
const Table<Ledger>& ledger_table();
const Table<Retention>& retention_table();
const Table<SpeechToText>& speech_to_text_table();
const Table<Transcripts>& transcripts_table();
const Table<Understanding>& understanding_table();
const Table<Log>& log_table();

/// Sizes of lists and texts, for the tables and their tests.
inline constexpr std::size_t key_secret_bytes_min = 8;
inline constexpr std::size_t admin_key_bytes_min = 16;
inline constexpr std::size_t secret_bytes_max = 4096;
inline constexpr std::size_t name_bytes_max = 64;       // of a key or provider
inline constexpr std::size_t model_id_bytes_max = 256;  // ours and the upstream's
inline constexpr std::size_t path_bytes_max = 4096;     // PATH_MAX of Linux
inline constexpr std::size_t keys_max = 1'000;
inline constexpr std::size_t listeners_max = 16;
inline constexpr std::size_t hosts_max = 64;        // of one listener
inline constexpr std::size_t host_bytes_max = 255;  // RFC 1035, 2.3.4
inline constexpr std::uint64_t requests_per_minute_most = 1'000'000;
inline constexpr std::uint64_t max_tokens_most = 10'000'000;      // far above any model's output
inline constexpr std::uint64_t journal_bytes_least = 4ull << 20;  // four of the smallest segments for each of 256 threads
inline constexpr std::uint64_t journal_bytes_most = 1ull << 40;
inline constexpr std::uint64_t retention_days_most = 36'500;
inline constexpr std::uint64_t retention_bytes_least = 16ull << 20;  // below, a busy hour would not fit
inline constexpr std::uint64_t retention_bytes_most = 16ull << 40;
inline constexpr std::size_t providers_max = 100;
inline constexpr std::size_t models_max = 1'000;
inline constexpr std::size_t text_bytes_max = 1024;  // of a name or a sentence for people
inline constexpr std::size_t rule_fields_max = 64;   // names in one list or mapping of `rules`
inline constexpr std::size_t accounts_max = 1'000;   // of one speech-to-text service
inline constexpr std::uint64_t transcript_bytes_least = 1ull << 20;
inline constexpr std::uint64_t transcript_bytes_most = 1ull << 40;
inline constexpr std::uint64_t transcript_cache_most = 64ull << 30;
inline constexpr std::size_t families_max = 64;  // of one host
inline constexpr std::size_t domains_max = 16;   // likewise

}  // namespace parley::config
