#include "server/gateway.hpp"

#include <unistd.h>

#include <chrono>
#include <thread>

#include "http/resolver.hpp"
#include "observe/log.hpp"
#include "schema/schema_cache.hpp"
#include "server/drain_thread.hpp"
#include "server/in_force_builder.hpp"
#include "server/key_verbs.hpp"
#include "server/ledger_journal.hpp"
#include "server/open_doors.hpp"
#include "server/pruning.hpp"
#include "server/worker.hpp"

namespace parley::server {
namespace {

constexpr auto drain_look = std::chrono::milliseconds(20);  // how often a drain looks whether everything has ended

double unix_now() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

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
    std::optional<Error> load_first_keys(const config::Config& config);
    std::optional<Error> open_ledger(const config::Config& config);
    std::optional<Error> open_doors(const config::Config& config);
    Result<ReloadResult> apply(config::Config config);
    void put_in_force(InForce built);
    std::size_t busy_connections();
    void wait_until_idle(Deadline deadline);

    LocalStore& store_;
    auth::KeyRegistry& keys_;
    const control::Verbs admin_verbs_ = key_verbs(keys_);
    Pruning pruning_{store_.writer()};
    observe::Metrics metrics_;
    observe::ThreadMetrics& own_metrics_ = metrics_.add_thread();
    Readiness readiness_;
    http::ConnectionCount connection_count_;
    http::Resolver resolver_;
    limits::RequestWindows request_windows_;
    limits::Admission admission_;
    routing::TargetHealths target_healths_;
    InForceBuilder builder_{store_, metrics_, target_healths_};
    auth::WrongKeys wrong_keys_;
    observe::LineLog request_log_{STDERR_FILENO};
    exchange::JournalHealth journal_health_;
    thinking::StateKeeper thinking_states_{store_.pepper()};
    schema::SchemaCache schemas_;
    std::unique_ptr<LedgerJournal> ledger_journal_;
    std::optional<ProcessServices> services_;  // once there is a journal
    InForce in_force_;
    std::vector<config::FileVersion> tls_versions_;  // of the certificate and key in force
    Workers workers_;
    std::optional<DrainThread> drain_thread_;
    KeptTranscripts transcripts_{store_.writer(), patient_};  // used by the patient thread's work
    PatientThread patient_;                                   // ends first: it posts to the workers' loops
};

std::optional<Error> Gateway::Implementation::start(config::Config config) {
    auto built = builder_.build(std::move(config));
    if (!built) return built.error();
    if (auto error = load_first_keys(built->snapshot->config)) return error;
    if (auto error = open_ledger(built->snapshot->config)) return error;
    put_in_force(std::move(*built));
    const config::Config& served = in_force_.snapshot->config;
    for (unsigned thread = 0; thread < served.threads; ++thread)
        workers_.push_back(std::make_unique<Worker>(*services_, in_force_, thread));
    if (auto error = open_doors(served)) return error;
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
                                      request_log_, ledger_journal_->journal(), journal_health_, thinking_states_, schemas_,
                                      store_.writer(), patient_, admin_verbs_, transcripts_, admission_});
    transcripts_.cache().set_bytes_max(config.transcripts.cache_bytes);
    return std::nullopt;
}

std::optional<Error> Gateway::Implementation::open_doors(const config::Config& config) {
    auto opened = open_listeners(config, workers_);
    if (!opened) return opened.error();
    auto opened_admin = open_admin_listener(config, workers_);
    if (!opened_admin) return opened_admin.error();
    urls = std::move(*opened);
    admin_url = std::move(*opened_admin);
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
    auto built = builder_.build(std::move(config));
    if (!built) return built.error();
    const config::Config& wanted = built->snapshot->config;
    if (wanted == in_force_.snapshot->config && tls_versions(wanted) == tls_versions_) return ReloadResult::unchanged;
    if (auto error = keys_.load(configured_keys(wanted))) warn_of_store(*error);
    if (keys_.ring()->size() == 0) {
        observe::log(observe::Level::warning, "keys: none is left: every request will be answered with 401");
    }
    put_in_force(std::move(*built));
    for (const auto& worker : workers_) worker->adopt(in_force_);
    return ReloadResult::applied;
}

void Gateway::Implementation::put_in_force(InForce built) {
    in_force_ = std::move(built);
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
