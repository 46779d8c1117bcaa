#include "auth/virtual_key.hpp"

#include <gtest/gtest.h>

namespace parley::auth {
namespace {

using Problems = std::vector<std::string>;

constexpr const char* bad_name = "name must be 1 to 100 letters, digits, '.', '_' and '-'";
constexpr const char* bad_account = "account must be 1 to 100 letters, digits, '.', '_' and '-'";

TEST(NewKey, can_be_made_at_every_bound) {
    NewKey smallest{.name = "a"};
    EXPECT_EQ(problems_of(smallest), Problems());
    NewKey largest{.name = std::string(key_name_bytes_max, 'a'),
                   .account = std::string(key_name_bytes_max, 'b'),
                   .lifetime = key_lifetime_max,
                   .models = std::vector<std::string>(key_models_max, std::string(key_model_bytes_max, 'm')),
                   .requests_per_minute = key_requests_per_minute_max};
    EXPECT_EQ(problems_of(largest), Problems());
}

TEST(NewKey, is_refused_beyond_every_bound) {
    const struct {
        NewKey key;
        Problems problems;
    } table[] = {
        {{.name = ""}, {bad_name}},
        {{.name = std::string(key_name_bytes_max + 1, 'a')}, {bad_name}},
        {{.name = "two words"}, {bad_name}},
        {{.name = "line\nend"}, {bad_name}},
        {{.name = "z\xc3\xbcrich"}, {bad_name}},
        {{.name = "'; DROP TABLE virtual_keys; --"}, {bad_name}},
        {{.name = "a", .account = ""}, {bad_account}},
        {{.name = "", .account = "/"}, {bad_name, bad_account}},
        {{.name = "a", .lifetime = std::chrono::seconds(0)}, {"expires_in_seconds must be 1 to 3153600000"}},
        {{.name = "a", .lifetime = std::chrono::seconds(-1)}, {"expires_in_seconds must be 1 to 3153600000"}},
        {{.name = "a", .lifetime = key_lifetime_max + std::chrono::seconds(1)}, {"expires_in_seconds must be 1 to 3153600000"}},
        {{.name = "a", .models = Problems()}, {"models must name 1 to 64 models; leave it out for all of them"}},
        {{.name = "a", .models = Problems(key_models_max + 1, "m")}, {"models must name 1 to 64 models; leave it out for all of them"}},
        {{.name = "a", .models = Problems{"m", "a,b", ""}}, {"models[1] is no model id", "models[2] is no model id"}},
        {{.name = "a", .models = Problems{std::string(key_model_bytes_max + 1, 'm')}}, {"models[0] is no model id"}},
        {{.name = "a", .requests_per_minute = 0}, {"requests_per_minute must be 1 to 1000000"}},
        {{.name = "a", .requests_per_minute = key_requests_per_minute_max + 1}, {"requests_per_minute must be 1 to 1000000"}},
    };
    for (const auto& [key, problems] : table) EXPECT_EQ(problems_of(key), problems) << key.name;
}

}  // namespace
}  // namespace parley::auth
