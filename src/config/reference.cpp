#include "config/reference.hpp"

#include "config/hosts.hpp"
#include "config/quantities.hpp"
#include "config/substitute.hpp"
#include "config/tables.hpp"
#include "config/yaml.hpp"
#include "config/zero.hpp"

namespace parley::config {
namespace {

constexpr std::string_view introduction = R"(# Configuration

<!-- Generated from the tables in src/config/. PARLEY_UPDATE_DOCS=1 build/asan/tests/unit_config rewrites it. -->

`parley serve --config parley.yaml` reads one YAML file; `parley check --config parley.yaml` only looks at it. A file with a
mistake is refused whole, with every mistake at once:

```
parley.yaml:12:15: providers.openai.base_url: must start with http:// or https://
parley.yaml:3:1: lisen: unknown name
    hint: did you mean 'listen'?
```

## An example

```yaml
)";

constexpr std::string_view conventions = R"(```

## Conventions

- A **duration** is a whole number with a unit: `500ms`, `10s`, `5m`, `1h`. A **size** is a whole number of bytes, alone or
  with a unit: `32KiB`, `10MiB`, `1GiB`.
- `${NAME}` in a value is replaced by that environment variable, `${file:/path}` by that file's text without the line end at
  its end. Either must be there. What is put in is never read as YAML; `$${` stands for `${` itself. Secrets belong there:
  a file that everyone on the machine may read is warned about.
- Names that are not listed here are refused, and so is one that stands twice.
)";

/// Text in a cell of a Markdown table.
std::string cell(const std::string& text) {
    std::string out;
    for (const char letter : text) {
        if (letter == '|') out += '\\';
        out += letter;
    }
    return out;
}

std::string fallback_of(const FieldText& text) {
    if (text.is_required) return "**required**";
    return text.fallback;
}

template <class Into>
void append_table(std::string& out, std::string_view title, std::string_view about, const Table<Into>& table) {
    out += "\n## " + std::string(title) + "\n\n" + std::string(about) + "\n\n";
    out += "| Name | Value | Default | Meaning |\n|---|---|---|---|\n";
    for (const Field<Into>& field : table) {
        out += "| `" + field.text.name + "` | " + cell(field.text.type) + " | " + cell(fallback_of(field.text)) + " | " +
               cell(field.text.about) + " |\n";
    }
}

void append_hosts(std::string& out) {
    out +=
        "\n## Known hosts\n\nA provider is taken for the host that `host` names, else for the one whose domain its "
        "`base_url` is in, else for the one that it is called like; and it begins with that host's rules, which stand "
        "in "
        "`catalog/hosts.yaml`.\n\n| Host | Dialect | Domains | Base URL |\n|---|---|---|---|\n";
    for (const catalog::Host& host : builtin_hosts()) {
        std::string domains;
        for (const std::string& domain : host.domains) domains += (domains.empty() ? "`" : ", `") + domain + "`";
        out += "| `" + host.id + "` | " + host.dialect + " | " + domains + " | " + host.base_url + " |\n";
    }
}

void append_environment(std::string& out) {
    out +=
        "\n## Without a file, or without `providers`\n\n"
        "Providers come from the environment; the built-in models that they answer for are served, and `parley models` lists "
        "them. Without a file, `PARLEY_KEY` becomes the key `default`.\n\n"
        "| Variable | Provider | Base URL | Region |\n|---|---|---|---|\n";
    for (const catalog::Host* host : known_providers()) {
        if (!has_builtin_model(*host)) continue;
        out += "| `" + host->variable + "` | `" + host->id + "` | " + host->base_url + " | " + host->region + " |\n";
    }
    out +=
        "\nBedrock is asked in the region that `PARLEY_AWS_REGION` names. Where that is set and `AWS_BEARER_TOKEN_BEDROCK` is not, "
        "requests "
        "are signed with `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, or with those of the task's role where "
        "`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` says that there is one; without it all of these are left alone.\n";
    out +=
        "\n`ASSEMBLYAI_API_KEY` becomes an entry of `speech_to_text` for the region of `region`.\n\nWith none of them, or with `parley "
        "serve --sim`, Parley serves the simulated models:";
    for (const std::string_view model : simulated_models()) out += " `" + std::string(model) + "`";
    out += ".\n";
}

void append_bounds(std::string& out) {
    out += "\n## Bounds of the file\n\nAt most " + print_size(file_bytes_max) + ", " + std::to_string(nodes_max) + " values and " +
           print_size(tree_bytes_max) + " of text once aliases are expanded, " + std::to_string(depth_max) +
           " levels; a value with what is put into it, " + print_size(scalar_bytes_max) + ". UTF-8, one document, no tags.\n";
}

}  // namespace

std::string_view example_config() {
    return R"(listen: 127.0.0.1:8080
admin_listen: 127.0.0.1:8081
region: us
data: ./parley-data
keys:
  - {name: dev, secret: "${PARLEY_KEY}"}
providers:
  openai:   {dialect: openai, base_url: "https://api.openai.com/v1", credential: "${OPENAI_API_KEY}", region: us}
  together: {dialect: openai, base_url: "https://api.together.xyz/v1", credential: "${file:/run/secrets/together}", region: us}
models:
  - id: house-model
    context_length: 128000
    supported_parameters: [max_tokens, temperature, stream, tools, tool_choice, response_format]
    prices: {input: 0.15, output: 0.60, cache_read: 0.075}
    targets:
      - {provider: together, model: Qwen/Qwen3-32B, region: us}
      - {provider: openai, model: gpt-5-mini}
routing: {connect_timeout: 5s, first_chunk_timeout: 60s, idle_timeout: 60s, total_timeout: 600s}
limits: {requests_per_minute: 30}
defaults: {max_tokens: 1000}
http: {body_bytes_max: 10MiB}
drain: {grace: 5s, timeout: 30s}
log: {level: info}
)";
}

std::string configuration_reference() {
    std::string out(introduction);
    out += example_config();
    out += conventions;
    append_table(out, "The file", "All names are optional; an empty file is refused all the same.", config_table());
    append_table(out, "listeners[]", "Each entry of `listeners`.", listener_table());
    append_table(out, "tls", "Both are needed.", tls_table());
    append_table(out, "keys[]", "Each entry of `keys`.", key_table());
    append_table(out, "providers.NAME", "Each value of `providers`.", provider_table());
    append_table(out, "providers.NAME.rules", "How a host bends its dialect.", rules_table());
    append_table(out, "providers.NAME.rules.supports", "What is not supported is dropped, if not said otherwise.", supports_table());
    append_table(out, "providers.NAME.rules.anthropic", "Of Anthropic's dialect alone.", anthropic_rules_table());
    append_table(out, "providers.NAME.rules.bedrock", "Of Amazon Bedrock's dialect alone.", bedrock_rules_table());
    append_table(out, "providers.NAME.rules.gemini", "Of providers with the dialect `gemini`, and of no others.", gemini_rules_table());
    append_table(out, "models[]", "Each entry of `models`.", model_table());
    append_table(out, "models[].prices",
                 "Each a decimal with at most six places, such as `0.15`. 0 is a price; what is left out "
                 "is not free of charge.",
                 prices_table());
    append_table(out, "models[].default_parameters", "Numbers with at most six decimals, or `null`.", default_parameters_table());
    append_table(out, "models[].targets[]", "Each entry of a model's `targets`.", target_table());
    append_table(out, "routing", "Four waits that end for different reasons, and what shortens the second. Who is asked first.",
                 routing_table());
    append_table(out, "hedge", "Of `routing` and `models[]`.", hedge_table());
    append_table(out, "limits", "Counted on each node.", limits_table());
    append_table(out, "defaults", "Of chat completions.", defaults_table());
    append_table(out, "compatibility", "With clients written for the hosted gateway.", compatibility_table());
    append_table(out, "http", "Every limit of the HTTP layer.", http_table());
    append_table(out, "drain", "From SIGTERM to the end of the process.", drain_table());
    append_table(out, "ledger", "One entry for each request.", ledger_table());
    append_table(out, "ledger.retention", "Looked at every hour; without both, everything is kept.", retention_table());
    append_table(out, "speech_to_text[]", "Each entry of `speech_to_text`.", speech_to_text_table());
    append_table(out, "transcripts", "Of all accounts alike.", transcripts_table());
    append_table(out, "understanding", "Of `POST /v1/understanding`.", understanding_table());
    append_table(out, "log", "To standard error.", log_table());
    append_hosts(out);
    append_environment(out);
    append_bounds(out);
    return out;
}

}  // namespace parley::config
