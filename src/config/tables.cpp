#include "config/tables.hpp"

#include "config/field_types.hpp"
#include "config/hosts.hpp"
#include "config/models_field.hpp"
#include "config/nearest_name.hpp"
#include "config/text_checks.hpp"
#include "config/url_field.hpp"

namespace parley::config {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// No wait of ours is longer than a day.
constexpr Bounds<milliseconds> any_wait{milliseconds(1), hours(24)};

/// providers: a mapping of names to mappings.
Field<Config> providers_field() {
    return {{.name = "providers",
             .type = "mapping of names to providers, 1 to " + std::to_string(providers_max),
             .fallback = "from the environment, see below",
             .about = "Who answers. A provider's name is yours to choose: letters, digits, `.`, `_` and `-`."},
            [](Reader& reader, const Node& node, Config& config) {
                if (!reader.expect(node, Node::Kind::mapping)) return;
                if (node.entries.empty() || node.entries.size() > providers_max) {
                    reader.problem(node.mark, "must have 1 to " + std::to_string(providers_max) + " entries");
                }
                for (const Entry& entry : node.entries) {
                    if (node.find(entry.name) != &entry.value) continue;  // a duplicate: complained of, and not read
                    const Reader::Step step = reader.into(entry.name);
                    if (auto fault = check_name(entry.name)) reader.problem(entry.mark, "the name " + *fault);
                    if (entry.name.size() > name_bytes_max) reader.problem(entry.mark, "the name is too long");
                    read_mapping(reader, entry.value, provider_table(), config.providers[entry.name]);
                }
            }};
}

/// keys[].requests_per_minute: the one number that need not be there.
Field<Key> requests_per_minute_field() {
    return {{.name = "requests_per_minute",
             .type = "whole number, 0 to " + std::to_string(requests_per_minute_most),
             .fallback = "that of `limits`",
             .about = "For requests with this key, per model. 0 means as many as they like."},
            [](Reader& reader, const Node& node, Key& key) {
                const auto value = reader.count(node, 0, requests_per_minute_most);
                if (value) key.requests_per_minute = static_cast<std::uint32_t>(*value);
            }};
}

/// service_account: JSON over several lines, which no other secret is.
Field<Provider> service_account_field() {
    return {{.name = "service_account",
             .type = "secret, JSON",
             .fallback = "none",
             .about = "At Vertex AI, in place of a `credential`: the key file of a service account, best as `${file:/path}`. Parley "
                      "fetches tokens with it."},
            [](Reader& reader, const Node& node, Provider& provider) {
                if (auto text = reader.text(node, scalar_bytes_max)) provider.service_account = Secret(std::move(*text));
            }};
}

/// host: an id of the catalogue.
Field<Provider> host_field() {
    return {{.name = "host",
             .type = "name",
             .fallback = "recognised by `base_url`, else by the provider's name",
             .about = "Which of the known hosts it is, or imitates: see below."},
            [](Reader& reader, const Node& node, Provider& provider) {
                auto id = reader.text(node, name_bytes_max);
                if (!id) return;
                std::vector<std::string> known;
                for (const catalog::Host& host : builtin_hosts()) known.push_back(host.id);
                if (find_host(*id)) {
                    provider.host = std::move(*id);
                } else {
                    const auto nearest = nearest_name(*id, known);
                    reader.problem(node.mark, "is not a known host", nearest ? "did you mean '" + *nearest + "'?" : "");
                }
            }};
}

/// rules: read here for their mistakes, and once more on top of the host's when it is known which that is.
Field<Provider> rules_field() {
    return {{.name = "rules",
             .type = "mapping, see below",
             .fallback = "its host's",
             .about = "How it bends its dialect, where its host's rules do not say so. For all its models: one that needs "
                      "others gets a provider of its own."},
            [](Reader& reader, const Node& node, Provider& provider) { read_mapping(reader, node, rules_table(), provider.rules.rules); }};
}

std::vector<Choice<Dialect>> dialects() {
    return {{"openai", Dialect::openai}, {"anthropic", Dialect::anthropic}, {"gemini", Dialect::gemini}, {"bedrock", Dialect::bedrock}};
}

std::vector<Choice<LogLevel>> log_levels() {
    return {{"debug", LogLevel::debug}, {"info", LogLevel::info}, {"warning", LogLevel::warning}, {"error", LogLevel::error}};
}

}  // namespace

const Table<Config>& config_table() {
    static const Table<Config> table{
        text_field("listen", &Config::listen, path_bytes_max, "host:port", check_listen_address,
                   "The public API. Port 0 lets the system choose."),
        described("one, of `listen` and `region`",
                  list_field("listeners", &Config::listeners, listener_table(), {1, listeners_max},
                             "Several public addresses, each with a region. The long form of `listen`, which must not "
                             "stand beside it.")),
        part_field("tls", &Config::tls, tls_table(), "Speak TLS on every public address. Without it: plain HTTP."),
        text_field("admin_listen", &Config::admin_listen, path_bytes_max, "host:port", check_listen_address,
                   "Health, metrics and the admin API. Plain HTTP; keep it on loopback or a private network."),
        described("made once, in the file `admin_key` of the data directory",
                  secret_field("admin_key", &Config::admin_key, {admin_key_bytes_min, secret_bytes_max},
                               "What the admin API asks for: `Authorization: Bearer <key>`. No caller's key, printable ASCII.")),
        text_field("region", &Config::region, name_bytes_max, "us, eu", check_region,
                   "What this host serves; a listener may say otherwise."),
        flag_field("eu_obeys_global", &Config::eu_obeys_global,
                   "Whether requests to region eu may leave it with `model_region: global`. Otherwise they get 400."),
        text_field("data", &Config::data, path_bytes_max, "path", nullptr,
                   "The data directory: keys, and what else must survive; made if it is not there. Relative to the working directory."),
        described("one per core", count_field("threads", &Config::threads, {0, 256}, "Event loops. 0 means one per core as well.")),
        only_field<Config>("store", "sqlite", "Where accounts and the ledger live."),
        only_field<Config>("shared_limits", "memory", "Where limits are counted."),
        described("none: the first is made, kept and printed once",
                  list_field("keys", &Config::keys, key_table(), {0, keys_max},
                             "Static keys that callers may show; `parley keys` makes others.")),
        providers_field(),
        choice_field<Config, Catalog>("catalog", &Config::catalog, {{"builtin", Catalog::builtin}, {"none", Catalog::none}}, {},
                                      "Whether the built-in models are served by the providers that answer for them: those "
                                      "whose name is that of a target's host. `parley models --all` lists them."),
        models_field(),
        part_field("routing", &Config::routing, routing_table(), "How long a request may take."),
        part_field("limits", &Config::limits, limits_table(), "How much one caller may ask for."),
        part_field("defaults", &Config::defaults, defaults_table(), "What holds where a request does not say."),
        part_field("compatibility", &Config::compatibility, compatibility_table(),
                   "For clients that insist on the hosted gateway's exact shapes."),
        part_field("http", &Config::http_limits, http_table(), "Limits of the HTTP layer."),
        part_field("drain", &Config::drain, drain_table(), "What happens at SIGTERM."),
        list_field("speech_to_text", &Config::speech_to_text, speech_to_text_table(), {0, 2},
                   "Where audio goes, and where transcripts are looked up that nobody has handed in: AssemblyAI's API, for each region one "
                   "at most."),
        part_field("transcripts", &Config::transcripts, transcripts_table(), "What is kept of transcripts."),
        part_field("understanding", &Config::understanding, understanding_table(), "Who is asked about transcripts."),
        part_field("log", &Config::log, log_table(), "What is logged."),
        part_field("ledger", &Config::ledger, ledger_table(), "What is kept of requests."),
    };
    return table;
}

const Table<TlsFiles>& tls_table() {
    static const Table<TlsFiles> table{
        required(text_field("certificate", &TlsFiles::certificate, path_bytes_max, "path", nullptr,
                            "A PEM file: the certificate, then those that lead to its root.")),
        required(text_field("key", &TlsFiles::key, path_bytes_max, "path", nullptr, "A PEM file: the private key, without a passphrase.")),
    };
    return table;
}

const Table<Key>& key_table() {
    static const Table<Key> table{
        required(text_field("name", &Key::name, name_bytes_max, "letters, digits, `.`, `_`, `-`", check_name,
                            "How logs and reports call the key. Unique.")),
        required(secret_field("secret", &Key::secret, {key_secret_bytes_min, secret_bytes_max},
                              "What callers show: `Authorization: Bearer <secret>`. Unique, printable ASCII.")),
        text_field("account", &Key::account, name_bytes_max, "letters, digits, `.`, `_`, `-`", check_name,
                   "Whose limits and bills its requests count towards."),
        requests_per_minute_field(),
    };
    return table;
}

const Table<Provider>& provider_table() {
    static const Table<Provider> table{
        required(choice_field("dialect", &Provider::dialect, dialects(), {}, "The language it speaks.")),
        required(url_field("base_url", &Provider::base_url, "", "Where the API begins, version included: `https://api.openai.com/v1`.")),
        described("none", secret_field("credential", &Provider::credential, {1, secret_bytes_max},
                                       "What is shown to the provider. Leave it out where none is asked for.")),
        described("not stated", text_field("region", &Provider::region, name_bytes_max, "us, eu", check_region,
                                           "Where it answers. Without it, its models serve only requests with "
                                           "`model_region: global`.")),
        flag_field("zero_data_retention", &Provider::zero_data_retention,
                   "It keeps nothing of what it is sent, by a contract of yours: its targets are the ones that requests with "
                   "`zero_data_retention: true` may reach."),
        host_field(),
        described("none", text_field("api_version", &Provider::api_version, name_bytes_max, "name", check_name,
                                     "Azure's `api-version`, for base URLs that name a deployment.")),
        described("none", secret_field("access_key_id", &Provider::access_key_id, {1, secret_bytes_max},
                                       "Of the dialect `bedrock`, in place of a `credential`: what requests are signed with.")),
        described("none",
                  secret_field("secret_access_key", &Provider::secret_access_key, {1, secret_bytes_max}, "The secret that belongs to it.")),
        described("none", secret_field("session_token", &Provider::session_token, {1, secret_bytes_max},
                                       "Of AWS credentials that expire. As `${file:/path}` it is read again when the file changes.")),
        choice_field(
            "aws_role", &Provider::aws_role, {{"none", AwsRole::none}, {"instance", AwsRole::instance}, {"container", AwsRole::container}},
            {},
            "Of the dialect `bedrock`, in place of an `access_key_id`: the role whose credentials sign, renewed ahead of their end. "
            "`instance`: that of the machine (EC2); `container`: that of the task or pod (ECS, EKS Pod Identity)."),
        described("`http://169.254.169.254` for an `instance`",
                  url_field("aws_role_url", &Provider::aws_role_url, "",
                            "Where they are given out; for a `container` what `AWS_CONTAINER_CREDENTIALS_FULL_URI` says.")),
        described("none",
                  secret_field("aws_role_authorization", &Provider::aws_role_authorization, {1, secret_bytes_max},
                               "What a `container` shows there: `${file:..}` of `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, read again "
                               "when it changes.")),
        service_account_field(),
        described("that of `base_url`", text_field("aws_region", &Provider::aws_region, name_bytes_max, "name", check_name,
                                                   "The region that requests are signed for.")),
        rules_field(),
    };
    return table;
}

const Table<Routing>& routing_table() {
    static const Table<Routing> table{
        duration_field("connect_timeout", &Routing::connect_timeout, any_wait, "To find the provider's address, connect and shake hands."),
        duration_field("first_chunk_timeout", &Routing::first_chunk_timeout, any_wait,
                       "From the request's last byte to the first chunk, or to the whole answer."),
        duration_field("idle_timeout", &Routing::idle_timeout, any_wait, "Between two chunks of a stream."),
        duration_field("total_timeout", &Routing::total_timeout, any_wait, "For a request with all its attempts."),
        duration_field(
            "heartbeat", &Routing::heartbeat, {milliseconds(0), hours(24)},
            "While the provider of a stream that has begun is silent, its caller gets a comment so often, so that nobody between "
            "them closes the connection. 0s means never."),
        described("none", part_field("hedge", &Routing::hedge, hedge_table(),
                                     "Asks a second target for a stream whose first one is slow to begin, and takes whoever speaks first. "
                                     "Both cost.")),
        choice_field(
            "weights", &Routing::weights, {{"configured", Weights::configured}, {"latency", Weights::latency}}, {},
            "By what a model's targets share its requests. `configured`: by their `weight`, and in order where they have none. `latency`: "
            "by how soon each lately began to answer, times its `weight`; the order then counts no more."),
    };
    return table;
}

const Table<Drain>& drain_table() {
    static const Table<Drain> table{
        duration_field("grace", &Drain::grace, {milliseconds(0), hours(1)},
                       "Not ready any more, but still accepting, so that a load balancer can notice."),
        duration_field("timeout", &Drain::timeout, {milliseconds(0), hours(1)},
                       "Then: for the requests that still run. What is left after it is cut."),
    };
    return table;
}

const Table<Log>& log_table() {
    static const Table<Log> table{
        choice_field("level", &Log::level, log_levels(), {}, "The least that is worth a line."),
        choice_field("requests", &Log::requests, {{"true", true}, {"false", false}}, {},
                     "Whether every request gets a line: level info, warning where the gateway or a provider failed."),
    };
    return table;
}

}  // namespace parley::config
