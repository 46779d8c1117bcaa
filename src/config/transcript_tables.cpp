// transcript_tables.cpp: the tables of `speech_to_text`, `transcripts` and `understanding`.
#include "config/field_types.hpp"
#include "config/list_field_types.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"
#include "config/url_field.hpp"

namespace parley::config {

const Table<SpeechToText>& speech_to_text_table() {
    static const Table<SpeechToText> table{
        text_field("region", &SpeechToText::region, name_bytes_max, "us, eu", check_region,
                   "The hosts that it serves: those of this region, and no others."),
        url_field("base_url", &SpeechToText::base_url, "https://api.assemblyai.com",
                  "Where `/v2/transcript` is found. Requests never name another place."),
        described("none: callers show keys of their own",
                  secret_field("credential", &SpeechToText::credential, {1, secret_bytes_max},
                               "The operator's key, shown as it is. Without it a caller shows one of its own, in `x-speech-to-text-key`: "
                               "what that can see is the caller's.")),
        described(
            "[default]",
            text_list_field("accounts", &SpeechToText::accounts, {0, accounts_max}, name_bytes_max, check_name,
                            "Who may use every transcript that this key can see. Other accounts may use those that they had made here.")),
    };
    return table;
}

const Table<Transcripts>& transcripts_table() {
    static const Table<Transcripts> table{
        size_field("account_bytes", &Transcripts::account_bytes, {transcript_bytes_least, transcript_bytes_most},
                   "What one account may keep in a region. More is refused."),
        size_field("cache_bytes", &Transcripts::cache_bytes, {transcript_bytes_least, transcript_cache_most},
                   "Memory for transcripts that were used lately. Takes effect with the next start."),
        {{.name = "days",
          .type = "whole number, 1 to " + std::to_string(retention_days_most),
          .fallback = "until they are deleted",
          .about = "What was handed in longer ago is removed, within two hours. Of what a service holds nothing is."},
         [](Reader& reader, const Node& node, Transcripts& transcripts) {
             const auto days = reader.count(node, 1, retention_days_most);
             if (days) transcripts.days = static_cast<std::uint32_t>(*days);
         }},
    };
    return table;
}

const Table<Understanding>& understanding_table() {
    static const Table<Understanding> table{
        described("none: translation, identification, summaries and action items are refused",
                  text_field("model", &Understanding::model, model_id_bytes_max, "printable ASCII", check_model_id,
                             "The id of the model that is asked. Callers need no access to it; what it costs is theirs.")),
        count_field("requests_per_minute", &Understanding::requests_per_minute, {0, requests_per_minute_most},
                    "Per account, in windows of a minute. 0 means as many as they like."),
    };
    return table;
}

}  // namespace parley::config
