// route_walk_test.cpp: every route of the compiled-in tables, with every method, for callers without a key. A route that is
// added is walked here without anyone having to think of it.
#include <gtest/gtest.h>

#include "exchange/bookkeeper.hpp"
#include "http/resolver.hpp"
#include "schema/schema_cache.hpp"
#include "server/ledger_journal.hpp"
#include "server/local_store.hpp"
#include "server/router.hpp"
#include "server/routes.hpp"
#include "server/snapshot_builder.hpp"
#include "unit/simulate/fake_exchange.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::server {
namespace {

using http::Method;

constexpr Method every_method[] = {Method::get,   Method::head, Method::post,    Method::put,
                                   Method::patch, Method::del,  Method::options, Method::other};
constexpr std::string_view good_key = "good-key-0123456789";
constexpr std::string_view admin_key = "admin-key-0123456789";

/// One listener's routes over an empty configuration, with one key.
class Walker {
  public:
    explicit Walker(std::span<const Route> routes)
        : routes_(routes), router_(routes, services_, route_services_, snapshot_, ring_, admin_key_, std::nullopt) {}

    int status(const Route& route, Method method, std::string_view authorization) const {
        std::string path(route.path);
        if (route.match == Route::Match::prefix) path += "something";
        simulate::FakeExchange exchange(method, path);
        exchange.show_authorization(authorization);
        spawn(router_.answer(exchange));
        return exchange.response ? exchange.response->status : 0;
    }

    /// What a caller without a key may learn: the answer of an open route, and nothing of any other.
    bool is_open(const Route& route, Method method) const {
        http::RequestHead head;
        head.method = method;
        const std::string path = std::string(route.path) + (route.match == Route::Match::prefix ? "something" : "");
        head.target.path = path;
        const RouteMatch found = find_route(routes_, head);
        return found.route && found.route->access == Access::open;
    }

    bool path_asks_for_a_key(const Route& route) const {
        for (const Route& other : routes_) {
            if (other.path == route.path && other.access != Access::open) return true;
        }
        return false;
    }

  private:
    static config::Config silent() {
        config::Config config;
        config.log.requests = false;
        config.limits.wrong_keys_per_minute = 100'000;  // this walk shows more than a caller may
        return config;
    }

    std::span<const Route> routes_;
    http::Loop loop_{1};
    http::Resolver resolver_;
    http::ConnectionPool pool_{loop_, resolver_};
    observe::Metrics metrics_;
    Readiness readiness_;
    limits::RequestWindows request_windows_;
    routing::TargetHealths target_healths_;
    observe::LineLog log_{STDERR_FILENO};
    mutable thinking::StateKeeper thinking_states_{Secret(std::string(32, 'p'))};
    mutable schema::SchemaCache schemas_;
    store::TemporaryFolder folder_;
    std::unique_ptr<LocalStore> store_ = LocalStore::open(folder_.path(), std::nullopt, store::DataDirectory::Missing::make).value();
    std::unique_ptr<LedgerJournal> journal_ = LedgerJournal::open(store_->journal_path(), {}, 1, metrics_).value();
    exchange::JournalHealth journal_health_;
    exchange::Bookkeeper books_{journal_->journal(), journal::Durability::crash, 0, loop_, journal_health_};
    mutable exchange::ThreadServices services_{
        loop_, pool_, metrics_.add_thread(), request_windows_, log_.add_thread(), books_, thinking_states_, schemas_};
    auth::WrongKeys wrong_keys_;
    KeptTranscripts transcripts_{store_->writer(), patient_};
    PatientThread patient_{0};  // refuses whatever would take longer than this walk
    control::Verbs verbs_;
    RouteServices route_services_{readiness_,       journal_health_, metrics_, store_->keys(), wrong_keys_,
                                  store_->writer(), patient_,        verbs_,   transcripts_};
    std::shared_ptr<const exchange::Snapshot> snapshot_ = build_snapshot(silent(), metrics_.model_names(), target_healths_).value();
    std::shared_ptr<const auth::KeyRing> ring_ =
        std::make_shared<const auth::KeyRing>(std::vector<auth::ConfiguredKey>{{"test", Secret(std::string(good_key))}});
    std::shared_ptr<const auth::AdminKey> admin_key_ = std::make_shared<const auth::AdminKey>(Secret(std::string(admin_key)));
    Router router_;
};

class RouteWalk : public testing::TestWithParam<std::span<const Route>> {};

TEST_P(RouteWalk, without_a_key_every_method_of_a_closed_path_is_401) {
    const Walker walker(GetParam());
    for (const Route& route : GetParam()) {
        for (const Method method : every_method) {
            for (const std::string_view shown : {"", "Bearer", "Bearer wrong-key", "Basic Z29vZC1rZXk6"}) {
                const int status = walker.status(route, method, shown);
                const auto where = [&] {
                    return std::string(route.path) + ", method " + std::to_string(int(method)) + ", " + std::string(shown);
                };
                if (walker.is_open(route, method)) {
                    EXPECT_NE(status, 401) << where();
                    EXPECT_NE(status, 405) << where();
                } else {
                    EXPECT_EQ(status, walker.path_asks_for_a_key(route) ? 401 : 405) << where();
                }
            }
        }
    }
}

TEST_P(RouteWalk, with_the_right_key_every_route_lets_in) {
    const Walker walker(GetParam());
    for (const Route& route : GetParam()) {
        const int status = walker.status(route, route.method, route.access == Access::admin ? admin_key : good_key);
        for (const int refusal : {401, 403, 405}) EXPECT_NE(status, refusal) << route.path;
    }
}

TEST_P(RouteWalk, with_a_callers_key_no_method_of_an_admin_path_lets_in) {
    const Walker walker(GetParam());
    for (const Route& route : GetParam()) {
        if (route.access != Access::admin) continue;
        for (const Method method : every_method) EXPECT_EQ(walker.status(route, method, good_key), 403) << route.path;
    }
}

TEST(AdminKeyOnPublicRoutes, is_no_callers_key) {
    const Walker walker(public_routes());
    for (const Route& route : public_routes()) {
        if (route.access != Access::key) continue;
        EXPECT_EQ(walker.status(route, route.method, admin_key), 401) << route.path;
    }
}

INSTANTIATE_TEST_SUITE_P(Listeners, RouteWalk, testing::Values(public_routes(), admin_routes()));

TEST(Routes, that_are_open_are_these) {
    std::vector<std::string> open;
    for (const auto routes : {public_routes(), admin_routes()}) {
        for (const Route& route : routes) {
            if (route.access == Access::open) open.emplace_back(route.path);
        }
    }
    EXPECT_EQ(open, (std::vector<std::string>{"/v1/models", "/v1/models/", "/healthz", "/readyz", "/metrics", "/healthz", "/readyz"}))
        << "a route is opened on purpose: here, in routes.cpp and in docs/http-api.md";
}

}  // namespace
}  // namespace parley::server
