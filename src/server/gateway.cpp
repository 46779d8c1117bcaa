#include "server/gateway.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "http/resolver.hpp"
#include "observe/log.hpp"
#include "schema/schema_cache.hpp"
#include "server/drain_thread.hpp"
#include "server/ledger_journal.hpp"
#include "server/key_verbs.hpp"
#include "server/pruning.hpp"
#include "server/simulated_provider.hpp"
#include "server/snapshot_builder.hpp"
#include "server/worker.hpp"

namespace parley::server {
namespace {

constexpr auto drain_look = std::chrono::milliseconds(20);  // how often a drain looks whether everything has ended

Error start_error(std::string message) {
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::gateway, .message = std::move(message)};
}

bool is_loopback(std::string_view address) {
    return address.starts_with("localhost:") || address.starts_with("[::1]:") || address.starts_with("127.");
}

double unix_now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

observe::Level to_level(config::LogLevel level) {
    switch (level) {
        case config::LogLevel::debug: return observe::Level::debug;
        case config::LogLevel::info: return observe::Level::info;
        case config::LogLevel::warning: return observe::Level::warning;
        case config::LogLevel::error: return observe::Level::error;
    }
    return observe::Level::info;
}

observe::Counter counter_of(ReloadResult result) {
    switch (result) {
        case ReloadResult::applied: return observe::Counter::config_reloads_applied;
        case ReloadResult::unchanged: return observe::Counter::config_reloads_unchanged;
        case ReloadResult::refused: return observe::Counter::config_reloads_refused;
    }
    return observe::Counter::config_reloads_refused;
}

std::vector<config::FileVersion> tls_versions(const config::Config& config) {
    if (!config.tls) return {};
    return {config::version_of(config.tls->certificate), config::version_of(config.tls->key)};
}

// Reports name the file; callers only hear that something is missing.
void warn_of_store(const Error& error) {
    observe::log(observe::Level::warning, error.message + ": stored keys stay as they were, and cannot be changed");
}

void log_warnings(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) observe::log(observe::Level::warning, line);
}

}  // namespace

class Gateway::Implementation {
  public:
    explicit Implementation(LocalStore& store) : store_(store), keys_(store.keys()) {}
    ~Implementation() { keys_.subscribe({}); }

    /// The steps of a start, in order; the first that fails says why.
    std::optional<Error> start(config::Config config);
    ReloadResult reload(config::ConfigReading reading);
    void look_for_store();
    void keep_house(TimePoint now) {
        const config::Config& config = in_force_.snapshot->config;
        pruning_.look(config.ledger.retention, config.transcripts.days, now);
    }
    Deadline next_housekeeping() const { return pruning_.next_look(); }
    std::uint64_t drain(Patience patience);

    std::vector<std::string> urls;
    std::string admin_url;

  private:
    /// What a start and a reload have in common: from a configuration to what requests run on.
    std::optional<Error> prepare(config::Config config, InForce& prepared);
    std::optional<Error> load_admin_key(const config::Config& config, InForce& prepared);
    std::optional<Error> load_tls(const config::Config& config, InForce& prepared);
    std::optional<Error> add_simulated_provider(config::Config& config);
    std::optional<Error> open_listener(const config::Config& config, std::size_t index);
    std::optional<Error> open_admin_listener(const config::Config& config);
    Result<ReloadResult> apply(config::Config config);
    void put_in_force(InForce prepared);
    std::optional<Error> load_first_keys(const config::Config& config);
    std::optional<Error> open_ledger(const config::Config& config);
    std::size_t busy_connections();
    void wait_until_idle(Deadline deadline);

    LocalStore& store_;
    auth::KeyRegistry& keys_;
    const control::Verbs admin_verbs_ = key_verbs(keys_);
    Pruning pruning_{store_.writer()};
    std::unique_ptr<SimulatedProvider> simulated_;
    observe::Metrics metrics_;
    observe::ThreadMetrics& own_metrics_ = metrics_.add_thread();
    Readiness readiness_;
    http::ConnectionCount connection_count_;
    http::Resolver resolver_;
    limits::RequestWindows request_windows_;
    limits::Admission admission_;
    routing::TargetHealths target_healths_;
    auth::WrongKeys wrong_keys_;
    observe::LineLog request_log_{STDERR_FILENO};
    exchange::JournalHealth journal_health_;
    thinking::StateKeeper thinking_states_{store_.pepper()};
    schema::SchemaCache schemas_;
    std::unique_ptr<LedgerJournal> ledger_journal_;
    std::optional<ProcessServices> services_;  // once there is a journal
    InForce in_force_;
    std::vector<config::FileVersion> tls_versions_;  // of the certificate and key in force
    std::vector<std::unique_ptr<Worker>> workers_;
    std::optional<DrainThread> drain_thread_;
    KeptTranscripts transcripts_{store_.writer(), patient_};  // used by the patient thread's work
    PatientThread patient_;  // ends first: it posts to the workers' loops
};

std::optional<Error> Gateway::Implementation::start(config::Config config) {
    InForce prepared;
    if (auto error = prepare(std::move(config), prepared)) return error;
    if (auto error = load_first_keys(prepared.snapshot->config)) return error;
    if (auto error = open_ledger(prepared.snapshot->config)) return error;
    put_in_force(prepared);
    const config::Config& served = prepared.snapshot->config;
    for (unsigned thread = 0; thread < served.threads; ++thread)
        workers_.push_back(std::make_unique<Worker>(*services_, prepared, thread));
    for (std::size_t index = 0; index < served.listeners.size(); ++index) {
        if (auto error = open_listener(served, index)) return error;
    }
    if (auto error = open_admin_listener(served)) return error;
    keys_.subscribe([this](auth::KeyRegistry::Ring ring) {
        metrics_.set(observe::Gauge::store_readable, keys_.knows_stored_keys() ? 1 : 0);
        for (const auto& worker : workers_) worker->use_keys(ring);
    });
    for (const auto& worker : workers_) worker->start();
    drain_thread_.emplace(ledger_journal_->journal(), store_.writer(), metrics_);
    readiness_.set(true);
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::open_ledger(const config::Config& config) {
    auto opened = LedgerJournal::open(store_.journal_path(), config.ledger, config.threads, metrics_);
    if (!opened) return opened.error();
    ledger_journal_ = std::move(*opened);
    services_.emplace(ProcessServices{resolver_, metrics_, readiness_, connection_count_, keys_, request_windows_, wrong_keys_,
                                      request_log_, ledger_journal_->journal(), journal_health_, thinking_states_, schemas_, store_.writer(), patient_, admin_verbs_,
                                      transcripts_, admission_});
    transcripts_.cache().set_bytes_max(config.transcripts.cache_bytes);
    return std::nullopt;
}

// A database that cannot be opened keeps nobody out whose key stands in the configuration. Without any such key, nobody
// could be served; under another pepper, stored keys would be refused for good.
std::optional<Error> Gateway::Implementation::load_first_keys(const config::Config& config) {
    const std::optional<Error> error = keys_.load(configured_keys(config));
    if (error && (keys_.store_is_open() || config.keys.empty())) return error;
    if (error) observe::log(observe::Level::error, error->message + ": serving without the stored keys until it can be read");
    return std::nullopt;
}

void Gateway::Implementation::look_for_store() {
    if (keys_.knows_stored_keys()) return;
    if (keys_.load(configured_keys(in_force_.snapshot->config))) return;
    observe::log(observe::Level::info, "the store can be read: stored keys are served");
}

std::optional<Error> Gateway::Implementation::prepare(config::Config config, InForce& prepared) {
    if (auto error = add_simulated_provider(config)) return error;
    if (auto error = load_tls(config, prepared)) return error;
    if (auto error = load_admin_key(config, prepared)) return error;
    auto snapshot = build_snapshot(std::move(config), metrics_.model_names(), target_healths_);
    if (!snapshot) return snapshot.error();
    prepared.snapshot = std::move(*snapshot);
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::load_admin_key(const config::Config& config, InForce& prepared) {
    const Result<Secret> key = config.admin_key.empty() ? store_.admin_key() : Result<Secret>(config.admin_key);
    if (!key) return key.error();
    prepared.admin_key = std::make_shared<const auth::AdminKey>(*key);
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::load_tls(const config::Config& config, InForce& prepared) {
    if (!config.tls) return std::nullopt;
    auto opened = http::TlsServerContext::open(config.tls->certificate, config.tls->key);
    if (!opened) return opened.error();
    prepared.tls = std::move(*opened);
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::add_simulated_provider(config::Config& config) {
    if (!config.simulated) return std::nullopt;
    for (const config::Listener& listener : config.listeners) {
        if (is_loopback(listener.address)) continue;
        return start_error("listen: " + listener.address + ": simulated models are served on loopback addresses only; " +
                           "set a provider's key, such as OPENAI_API_KEY, and leave out --sim");
    }
    if (!simulated_) {
        auto started = SimulatedProvider::start();
        if (!started) return started.error();
        simulated_ = std::move(*started);
    }
    config.providers["sim"].base_url = config::BaseUrl{config::BaseUrl::Scheme::http, "127.0.0.1", simulated_->port(), "/v1"};
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::open_listener(const config::Config& config, std::size_t index) {
    auto address = http::parse_listen_address(config.listeners[index].address);
    if (!address) return start_error("listen: " + address.error().message);
    // SO_REUSEPORT would let a second gateway share the port in silence.
    if (auto taken = http::ListeningSocket::probe(*address)) return start_error("listen: " + taken->message);
    for (const auto& worker : workers_) {
        auto socket = http::ListeningSocket::open(*address);
        if (!socket) return start_error("listen: " + socket.error().message);
        address->port = socket->address().port;  // the port that the first thread got is every thread's
        worker->listen(index, std::move(*socket));
    }
    urls.push_back((config.tls ? "https://" : "http://") + address->text());
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::open_admin_listener(const config::Config& config) {
    const auto address = http::parse_listen_address(config.admin_listen);
    if (!address) return start_error("admin_listen: " + address.error().message);
    if (auto taken = http::ListeningSocket::probe(*address)) return start_error("admin_listen: " + taken->message);
    auto socket = http::ListeningSocket::open(*address);
    if (!socket) return start_error("admin_listen: " + socket.error().message);
    admin_url = "http://" + socket->address().text();
    workers_.front()->listen_admin(std::move(*socket));
    return std::nullopt;
}

ReloadResult Gateway::Implementation::reload(config::ConfigReading reading) {
    log_warnings(reading.warnings);
    for (const config::ConfigProblem& problem : reading.problems) observe::log(observe::Level::error, to_text(problem));
    ReloadResult result = ReloadResult::refused;
    if (reading.config) {
        const Result<ReloadResult> applied = apply(std::move(*reading.config));
        if (!applied) observe::log(observe::Level::error, applied.error().message);
        if (applied) result = *applied;
    }
    own_metrics_.add(counter_of(result));
    return result;
}

Result<ReloadResult> Gateway::Implementation::apply(config::Config config) {
    log_warnings(keep_what_needs_a_restart(in_force_.snapshot->config, config));
    InForce prepared;
    if (auto error = prepare(std::move(config), prepared)) return std::move(*error);
    const config::Config& wanted = prepared.snapshot->config;
    if (wanted == in_force_.snapshot->config && tls_versions(wanted) == tls_versions_) return ReloadResult::unchanged;
    if (auto error = keys_.load(configured_keys(wanted))) warn_of_store(*error);
    if (keys_.ring()->size() == 0) {
        observe::log(observe::Level::warning, "keys: none is left: every request will be answered with 401");
    }
    put_in_force(prepared);
    for (const auto& worker : workers_) worker->adopt(in_force_);
    return ReloadResult::applied;
}

void Gateway::Implementation::put_in_force(InForce prepared) {
    in_force_ = std::move(prepared);
    const config::Config& config = in_force_.snapshot->config;
    tls_versions_ = tls_versions(config);
    observe::set_log_level(to_level(config.log.level));
    metrics_.set(observe::Gauge::config_applied_at, unix_now());
    metrics_.set(observe::Gauge::models_without_price, static_cast<double>(in_force_.snapshot->models_without_price));
}

std::size_t Gateway::Implementation::busy_connections() {
    std::size_t open = 0;
    for (const auto& worker : workers_) open += worker->busy_connections();
    return open;
}

void Gateway::Implementation::wait_until_idle(Deadline deadline) {
    while (busy_connections() > 0 && !deadline.passed(Clock::now())) std::this_thread::sleep_for(drain_look);
}

std::uint64_t Gateway::Implementation::drain(Patience patience) {
    const config::Drain& drain = in_force_.snapshot->config.drain;
    readiness_.set(false);
    for (const auto& worker : workers_) worker->close_after_answers();
    if (patience == Patience::graceful) std::this_thread::sleep_for(drain.grace);
    for (const auto& worker : workers_) worker->stop_accepting();
    wait_until_idle(Deadline::after(Clock::now(), drain.timeout));
    for (const auto& worker : workers_) worker->stop();
    for (const auto& worker : workers_) worker->join();
    if (drain_thread_) drain_thread_->finish();
    return metrics_.total(observe::Counter::outcome_interrupted);
}

Result<std::unique_ptr<Gateway>> Gateway::start(config::Config config, LocalStore& store) {
    auto implementation = std::make_unique<Implementation>(store);
    if (auto error = implementation->start(std::move(config))) return std::move(*error);
    return std::unique_ptr<Gateway>(new Gateway(std::move(implementation)));
}

Gateway::Gateway(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Gateway::~Gateway() = default;
const std::vector<std::string>& Gateway::urls() const { return implementation_->urls; }
const std::string& Gateway::admin_url() const { return implementation_->admin_url; }
ReloadResult Gateway::reload(config::ConfigReading reading) { return implementation_->reload(std::move(reading)); }
void Gateway::keep_house(TimePoint now) { implementation_->keep_house(now); }
Deadline Gateway::next_housekeeping() const { return implementation_->next_housekeeping(); }
void Gateway::look_for_store() { implementation_->look_for_store(); }
std::uint64_t Gateway::drain(Patience patience) { return implementation_->drain(patience); }

}  // namespace parley::server
