// model_tables.cpp: the tables of `models`, of their prices and of their targets. The built-in catalogue is read with the same
// ones (builtin_models.hpp).
#include "config/model_fields.hpp"
#include "config/quantities.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {
namespace {

constexpr Bounds<std::uint64_t> any_token_count{1, 100'000'000};
constexpr std::uint64_t target_weight_most = 10'000;

constexpr Bounds<std::chrono::milliseconds> hedge_wait{std::chrono::milliseconds(1), std::chrono::minutes(5)};

/// after: a duration, or a percentile of what the target lately took.
Field<catalog::Hedge> hedge_after_field() {
    return {{.name = "after",
             .type = "duration, 1ms to 5m, or p50 to p99",
             .fallback = "",
             .about = "How long the first target may be silent. `p95`: longer than 95 of 100 of its latest answers took to begin; "
                      "nobody is asked before there are 20 of them. Never more than three times what is usual."},
            [](Reader& reader, const Node& node, catalog::Hedge& hedge) {
                const auto text = reader.text(node, scalar_bytes_max);
                if (!text) return;
                const bool names_percentile =
                    text->size() == 3 && text->front() == 'p' && text->find_first_not_of("0123456789", 1) == text->npos;
                if (names_percentile && *text >= "p50") {
                    hedge.percentile = static_cast<std::uint8_t>(std::stoi(text->substr(1)));
                } else if (const auto wait = parse_duration(*text); wait && *wait >= hedge_wait.least && *wait <= hedge_wait.most) {
                    hedge.after = *wait;
                } else {
                    reader.problem(node.mark, "must be a duration, 1ms to 5m, or p50 to p99", "write 800ms, or p95");
                }
            }};
}

using catalog::DefaultParameters;
using catalog::Model;
using catalog::Prices;
using catalog::Target;

Field<Model> tokenizer_field() {
    using catalog::Tokenizer;
    return choice_field("tokenizer", &Model::tokenizer,
                        {Choice<Tokenizer>{"unknown", Tokenizer::unknown},
                         {"o200k", Tokenizer::o200k},
                         {"claude", Tokenizer::claude},
                         {"claude_4_7", Tokenizer::claude_4_7},
                         {"gemini", Tokenizer::gemini},
                         {"qwen", Tokenizer::qwen},
                         {"kimi", Tokenizer::kimi}},
                        {},
                        "The family by which tokens are guessed where nobody has counted them: how much of a transcript fits into the "
                        "context. `unknown` is the most careful guess.");
}

}  // namespace

const Table<Model>& model_table() {
    static const Table<Model> table{
        required(text_field("id", &Model::id, model_id_bytes_max, "printable ASCII", check_model_id,
                            "What callers name in `model`. Unique. The id of a built-in model overrides that one: what is stated "
                            "here wins, the rest is kept.")),
        described("the id", text_field("name", &Model::name, text_bytes_max, "text", nullptr, "For people.")),
        text_field("description", &Model::description, text_bytes_max, "text", nullptr, "For people."),
        text_field("creator", &Model::creator, name_bytes_max, "text", nullptr, "Who made it, for people."),
        described("not stated", count_field("context_length", &Model::context_length, any_token_count, "In tokens.")),
        described("not stated", count_field("max_output_tokens", &Model::max_output_tokens, any_token_count, "In tokens.")),
        tokenizer_field(),
        words_field("supported_parameters", &Model::supported_parameters, catalog::parameter_named, catalog::parameter_names(),
                    "everything is passed on", "What the model can be asked for."),
        words_field("input", &Model::input, catalog::modality_named, catalog::modality_names(), "text", "What messages may hold."),
        part_field("default_parameters", &Model::default_parameters, default_parameters_table(),
                   "What the provider takes where a caller says nothing. Told to callers, never sent."),
        described("unknown: warned about", part_field("prices", &Model::prices, prices_table(), "US dollars per million tokens.")),
        percent_field("regional_increase", &Model::regional_increase, "On top of the prices when a request stays in its region: `10%`."),
        date_field("retirement_date", &Model::retirement_date,
                   "`2026-04-20`. From the midnight in UTC at which that day begins, the model is retired and not listed."),
        described("none", text_field("replaced_by", &Model::replaced_by, model_id_bytes_max, "printable ASCII", check_model_id,
                                     "The id of the model that answers in its place from then on. It has none itself.")),
        described("that of `routing`", part_field("hedge", &Model::hedge, hedge_table(), "Of this model's streams.")),
        described("required, but for the id of a built-in model",
                  list_field("targets", &Model::targets, target_table(), {1, catalog::targets_max},
                             "Who can answer for it, in order of preference. Those of a built-in model are replaced as a "
                             "whole.")),
    };
    return table;
}

const Table<Prices>& prices_table() {
    static const Table<Prices> table{
        required(price_field("input", &Prices::input, "", "Tokens of the prompt that come from no cache.")),
        required(price_field("output", &Prices::output, "", "Tokens of the answer, reasoning included.")),
        price_field("cache_read", &Prices::cache_read, "as `input`", "Tokens of the prompt that the provider had kept."),
        price_field("cache_write_5m", &Prices::cache_write_5m, "as `input`", "Tokens that the provider keeps for five minutes."),
        price_field("cache_write_1h", &Prices::cache_write_1h, "as `input`", "Tokens that the provider keeps for an hour."),
    };
    return table;
}

const Table<DefaultParameters>& default_parameters_table() {
    static const Table<DefaultParameters> table{
        decimal_field("temperature", &DefaultParameters::temperature, 2, 1, "As in a request."),
        decimal_field("top_p", &DefaultParameters::top_p, 1, 1, "As in a request."),
        decimal_field("frequency_penalty", &DefaultParameters::frequency_penalty, 2, millionths_per_unit,
                      "As in a request; clients read an integer."),
    };
    return table;
}

const Table<catalog::Hedge>& hedge_table() {
    static const Table<catalog::Hedge> table{
        required(hedge_after_field()),
        described("6%",
                  percent_field(
                      "budget", &catalog::Hedge::budget,
                      "So many of the target's streams are asked twice at most. What is not used is saved, up to what 500 streams allow.")),
    };
    return table;
}

const Table<Target>& target_table() {
    static const Table<Target> table{
        required(text_field("provider", &Target::provider, name_bytes_max, "name", check_name, "One of `providers`.")),
        required(text_field("model", &Target::model, model_id_bytes_max, "printable ASCII", check_model_id,
                            "The provider's own name for the model.")),
        described("the provider's",
                  text_field("region", &Target::region, name_bytes_max, "us, eu, global", check_target_region,
                             "Where this target answers; wins over its provider's region. `global`: anywhere, for requests with "
                             "`model_region: global` only.")),
        described("none", count_field("weight", &Target::weight, {1, target_weight_most},
                                      "Neighbours that have one share their place by chance, each by its part of the sum: load is spread "
                                      "over them. A target without one is asked after those before it.")),
        flag_field("zero_data_retention", &Target::zero_data_retention, "As in `providers`, for this target alone."),
    };
    return table;
}

}  // namespace parley::config
