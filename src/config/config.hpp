// config.hpp: everything an operator can decide, read and checked, as one immutable value.
//
// The server keeps snapshots of it as std::shared_ptr<const Config>; a request lives and dies with the snapshot it
// began with. Rooms below exchange/ never see a Config: the server hands each its own options.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "catalog/dialect_rules.hpp"
#include "catalog/model.hpp"
#include "config/base_url.hpp"
#include "http/limits.hpp"

namespace parley::config {

/// PEM files, as paths; whether they can be used shows when the server loads them.
struct TlsFiles {
    std::string certificate;  // the chain, leaf first
    std::string key;

    bool operator==(const TlsFiles&) const = default;
};

/// A static key that callers show. More live in the store.
struct Key {
    std::string name;
    Secret secret;

    bool operator==(const Key&) const = default;
};

/// The language that a provider speaks; each has a room in providers/.
enum class Dialect : std::uint8_t { openai };

struct Provider {
    Dialect dialect = Dialect::openai;
    BaseUrl base_url;
    Secret credential;         // empty: requests carry none
    std::string region;        // us | eu; empty: not stated
    std::string host;          // an id of catalog/hosts.yaml; empty: a host that nobody knows
    std::string api_version;   // Azure's query of that name; empty: none is sent
    catalog::HostRules rules;  // of that host, with what the operator says on top

    bool operator==(const Provider&) const = default;
};

/// How long one attempt, and a request with all its attempts, may take.
struct Routing {
    std::chrono::milliseconds connect_timeout{5'000};       // name, TCP and TLS
    std::chrono::milliseconds first_chunk_timeout{60'000};  // request sent to first chunk, or to the whole answer
    std::chrono::milliseconds idle_timeout{60'000};         // between two chunks
    std::chrono::milliseconds total_timeout{600'000};       // all attempts together

    bool operator==(const Routing&) const = default;
};

/// What happens between the signal to stop and the end of the process.
struct Drain {
    std::chrono::milliseconds grace{5'000};     // not ready, yet still accepting, so that balancers can notice
    std::chrono::milliseconds timeout{30'000};  // then: for what still runs

    bool operator==(const Drain&) const = default;
};

enum class LogLevel : std::uint8_t { debug, info, warning, error };

struct Log {
    LogLevel level = LogLevel::info;

    bool operator==(const Log&) const = default;
};

struct Config {
    std::string listen = "127.0.0.1:8080";        // host:port; port 0 lets the system choose
    std::string admin_listen = "127.0.0.1:8081";  // metrics and health
    std::optional<TlsFiles> tls;                  // of `listen`
    std::string region = "us";                    // us | eu: what this host serves
    std::string data = "./parley-data";           // the data directory
    unsigned threads = 0;                         // never 0 once read: one per core where nothing was asked for
    std::vector<Key> keys;                        // none: the server makes one
    std::map<std::string, Provider> providers;    // by name
    std::vector<catalog::Model> models;           // every target names one of `providers`; regions are filled in
    Routing routing;
    http::Limits http_limits;
    Drain drain;
    Log log;

    /// No provider is configured: the models are the simulator's, and the provider "sim" has no base_url until the
    /// server has started a simulator and knows its port.
    bool simulated = false;

    bool operator==(const Config&) const = default;
};

}  // namespace parley::config
