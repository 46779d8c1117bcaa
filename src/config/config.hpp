// config.hpp: everything an operator can decide, read and checked, as one immutable value.
//
// The server keeps snapshots of it as std::shared_ptr<const Config>; a request lives and dies with the snapshot it
// began with. Rooms below exchange/ never see a Config: the server hands each its own options.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "catalog/dialect_rules.hpp"
#include "catalog/model.hpp"
#include "catalog/regions.hpp"
#include "config/base_url.hpp"
#include "http/limits.hpp"

namespace parley::config {

/// PEM files, as paths; whether they can be used shows when the server loads them.
struct TlsFiles {
    std::string certificate;  // the chain, leaf first
    std::string key;

    bool operator==(const TlsFiles&) const = default;
};

/// One public address: the long form of `listen` and `region`.
struct Listener {
    std::string address;             // host:port; port 0 lets the system choose
    std::string region;              // us | eu: what it serves; never empty once read
    std::vector<std::string> hosts;  // in small letters, without ports: a request for another Host gets 421; empty: any

    bool operator==(const Listener&) const = default;
};

/// A static key that callers show. More live in the store.
struct Key {
    std::string name;
    Secret secret;
    std::string account = "default";                        // whose limits and bills it counts towards
    std::optional<std::uint32_t> requests_per_minute = {};  // wins over Limits::requests_per_minute

    bool operator==(const Key&) const = default;
};

/// How much one caller may ask for.
struct Limits {
    std::uint32_t requests_per_minute = 0;                    // per account and model; 0: as many as they like
    std::uint32_t wrong_keys_per_minute = 300;                // from one address; 0: as many as they like
    std::uint32_t requests_at_once = 10'000;                  // of all callers together; 0: as many as they like
    std::size_t bodies_bytes_at_once = std::size_t{1} << 30;  // likewise, of their bodies
    std::chrono::milliseconds lateness_max{20};  // of a thread for what goes on, a quarter for what begins; 0: as late as it likes

    bool operator==(const Limits&) const = default;
};

/// What holds where a request does not say.
struct Defaults {
    std::uint32_t max_tokens = 1'000;

    bool operator==(const Defaults&) const = default;
};

/// What a client of the hosted gateway may insist on, at the price of other clients.
struct Compatibility {
    bool strict_errors = false;  // only the hosted gateway's own error bodies, without OpenAI's `error` object

    bool operator==(const Compatibility&) const = default;
};

/// Who turns audio into transcripts for the hosts of a region, and holds those that were made there.
struct SpeechToText {
    std::string region = "us";  // us | eu; at most one for each
    BaseUrl base_url{BaseUrl::Scheme::https, "api.assemblyai.com", 443, ""};
    Secret credential;
    std::vector<std::string> accounts = {"default"};  // who may use transcripts that nobody had made through this gateway

    bool operator==(const SpeechToText&) const = default;
};

/// What is kept of transcripts.
struct Transcripts {
    std::uint64_t account_bytes = std::uint64_t{1} << 30;  // in the store, for each account and region
    std::size_t cache_bytes = 64u << 20;                   // in memory, ready to be rendered
    std::optional<std::uint32_t> days = {};                // after they were handed in; empty: until they are deleted

    bool operator==(const Transcripts&) const = default;
};

/// Who is asked about transcripts.
struct Understanding {
    std::string model;                      // an id that is served; empty: only what needs no model is answered
    std::uint32_t requests_per_minute = 0;  // per account; 0: as many as they like

    bool operator==(const Understanding&) const = default;
};

/// The language that a provider speaks; each has a room in providers/.
enum class Dialect : std::uint8_t { openai, anthropic, gemini, bedrock };
inline constexpr std::array spoken_dialects = {Dialect::openai, Dialect::anthropic, Dialect::gemini, Dialect::bedrock};

/// Who gives out the credentials that sign requests to AWS, where they are not configured.
enum class AwsRole : std::uint8_t {
    none,
    instance,   // the metadata service of a machine
    container,  // the endpoint that a container of ECS or a pod of EKS is told of
};

struct Provider {
    Dialect dialect = Dialect::openai;
    BaseUrl base_url;
    Secret credential;                 // empty: requests carry none
    Secret access_key_id;              // of the dialect bedrock, in place of a credential: what requests are signed with
    Secret secret_access_key;          // not empty where there is an access_key_id
    Secret session_token;              // of AWS credentials that expire; empty for those that do not
    AwsRole aws_role = AwsRole::none;  // whose credentials sign, in place of these three
    BaseUrl aws_role_url;              // where they are given out; without a host where a kind of role has them by custom
    Secret aws_role_authorization;     // what a container shows there; empty where nothing is asked for
    std::string aws_region;            // that requests are signed for; empty: the one that base_url names
    Secret service_account;            // at Vertex AI, in place of a credential: the JSON of a key of Google's
    std::string region;                // us | eu; empty: not stated
    bool zero_data_retention = false;  // it keeps nothing of what it is sent, by contract
    std::string host;                  // an id of catalog/hosts.yaml; empty: a host that nobody knows
    std::string api_version;           // Azure's query of that name; empty: none is sent
    catalog::HostRules rules;          // of that host, with what the operator says on top

    bool operator==(const Provider&) const = default;
};

/// By what the targets of a model share its requests.
enum class Weights : std::uint8_t {
    configured,  // their own weights alone, or none: then they are asked in order
    latency,     // those times what routing::weigh_by_latency says
};

/// How long one attempt, and a request with all its attempts, may take, and who is asked first.
struct Routing {
    std::chrono::milliseconds connect_timeout{5'000};       // name, TCP and TLS
    std::chrono::milliseconds first_chunk_timeout{60'000};  // request sent to first chunk, or to the whole answer
    std::chrono::milliseconds idle_timeout{60'000};         // between two chunks
    std::chrono::milliseconds total_timeout{600'000};       // all attempts together
    std::chrono::milliseconds heartbeat{15'000};            // a sign of life for callers of a silent stream; 0: none
    std::optional<catalog::Hedge> hedge;                    // of streams; empty: nobody is asked beside another
    Weights weights = Weights::configured;

    bool operator==(const Routing&) const = default;
};

/// What happens between the signal to stop and the end of the process.
struct Drain {
    std::chrono::milliseconds grace{5'000};     // not ready, yet still accepting, so that balancers can notice
    std::chrono::milliseconds timeout{30'000};  // then: for what still runs

    bool operator==(const Drain&) const = default;
};

/// Whether the models that ship with Parley are served by the providers that answer for them.
enum class Catalog : std::uint8_t { builtin, none };

enum class LogLevel : std::uint8_t { debug, info, warning, error };

struct Log {
    LogLevel level = LogLevel::info;
    bool requests = true;  // a line for each

    bool operator==(const Log&) const = default;
};

/// How long entries of the ledger are kept. The oldest go first.
struct Retention {
    std::optional<std::uint32_t> days = {};   // after the request began; empty: for ever
    std::optional<std::uint64_t> bytes = {};  // of the database, then the oldest make room; empty: however large it grows

    bool operator==(const Retention&) const = default;
};

/// What an entry that was promised survives: the death of the process, or that of the machine too.
enum class Durability : std::uint8_t { crash, power };

/// What is kept of requests.
struct Ledger {
    Durability durability = Durability::crash;
    std::uint64_t journal_bytes = std::uint64_t{1} << 30;  // of the journal, between the requests and the store
    Retention retention;

    bool operator==(const Ledger&) const = default;
};

struct Config {
    std::string listen = "127.0.0.1:8080";        // the short form of `listeners`, which is what counts
    std::string admin_listen = "127.0.0.1:8081";  // metrics, health and the admin API
    Secret admin_key;                             // what the admin API asks for; empty: that of the data directory
    std::optional<TlsFiles> tls;                  // of every public listener
    std::string region = "us";                    // us | eu: of every listener that states none
    bool keeps_region = true;                     // false: nobody has asked for one; see catalog::Residency
    std::vector<Listener> listeners;              // never empty once read
    bool eu_obeys_global = false;                 // model_region "global" may lead out of region eu
    std::string data = "./parley-data";           // the data directory
    unsigned threads = 0;                         // never 0 once read: one per core where nothing was asked for
    std::vector<Key> keys;                        // more live in the store
    std::map<std::string, Provider> providers;    // by name
    Catalog catalog = Catalog::builtin;
    std::vector<catalog::Model> models;  // all that are served; every target names one of `providers`
    Routing routing;
    Limits limits;
    Defaults defaults;
    Compatibility compatibility;
    http::Limits http_limits;
    Drain drain;
    Ledger ledger;
    std::vector<SpeechToText> speech_to_text;  // none: transcripts are those that callers hand in
    Transcripts transcripts;
    Understanding understanding;
    Log log;

    /// The simulator's models are served: no provider is configured, or somebody asked for them. The provider "sim" has no
    /// base_url until the server has started a simulator and knows its port.
    bool simulated = false;

    /// What a host of `region` promises. The region eu is chosen for what the law says of data, not for speed: nothing in a
    /// request may undo that, unless the operator allows it.
    catalog::Residency residency_in(std::string_view region) const { return {region, region != "eu" || eu_obeys_global, keeps_region}; }

    bool operator==(const Config&) const = default;
};

}  // namespace parley::config
