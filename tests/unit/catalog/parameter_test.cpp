#include "catalog/parameter.hpp"

#include <gtest/gtest.h>

#include <set>

#include "catalog/host_names.hpp"
#include "catalog/model.hpp"

namespace parley::catalog {
namespace {

TEST(Parameter, has_a_name_that_is_found_again) {
    std::set<std::string_view> names;
    for (unsigned value = 0; value < static_cast<unsigned>(Parameter::count); ++value) {
        const auto parameter = static_cast<Parameter>(value);
        EXPECT_EQ(parameter_named(to_string(parameter)), parameter);
        EXPECT_TRUE(names.insert(to_string(parameter)).second) << to_string(parameter);
    }
    EXPECT_EQ(names.size(), parameter_names().size());
}

TEST(Parameter, is_called_what_the_public_api_calls_it) {
    EXPECT_EQ(to_string(Parameter::max_tokens), "max_tokens");
    EXPECT_EQ(to_string(Parameter::response_format), "response_format");
    EXPECT_EQ(to_string(Parameter::cache_control), "cache_control");
    EXPECT_EQ(to_string(Parameter::verbosity), "verbosity");
}

TEST(Parameter, is_not_found_by_half_a_name) {
    for (const std::string_view name : {"", "tool", "Tools", "tools ", "count"}) EXPECT_FALSE(parameter_named(name)) << name;
}

TEST(Parameter, fits_into_one_word) {
    EXPECT_LE(static_cast<unsigned>(Parameter::count), 32u);
    EXPECT_EQ(sizeof(ParameterSet), 4u);
}

TEST(Modality, has_a_name_that_is_found_again) {
    for (const std::string_view name : modality_names()) EXPECT_EQ(to_string(*modality_named(name)), name);
    EXPECT_EQ(modality_names().size(), static_cast<std::size_t>(Modality::count));
    EXPECT_FALSE(modality_named("video"));
}

TEST(Model, supports_what_is_stated_and_everything_where_nothing_is) {
    Model model;
    EXPECT_TRUE(model.supports(Parameter::tools));
    model.supported_parameters = {Parameter::stream};
    EXPECT_TRUE(model.supports(Parameter::stream));
    EXPECT_FALSE(model.supports(Parameter::tools));
}

TEST(Model, takes_text_and_nothing_else_unless_stated) {
    Model model;
    EXPECT_TRUE(model.takes(Modality::text));
    EXPECT_FALSE(model.takes(Modality::image));
}

TEST(Model, is_retired_from_the_first_second_of_the_day_on) {
    Model model;
    EXPECT_FALSE(model.retired(1'776'643'200)) << "no date";
    model.retirement_date = 1'776'643'200;
    EXPECT_FALSE(model.retired(1'776'643'199));
    EXPECT_TRUE(model.retired(1'776'643'200));
}

TEST(Model, retires_soon_for_thirty_days_and_not_a_second_more) {
    Model model;
    EXPECT_FALSE(model.retires_soon(1'776'643'200)) << "no date";
    model.retirement_date = 1'776'643'200;
    EXPECT_FALSE(model.retires_soon(1'776'643'200 - retirement_notice_seconds - 1));
    EXPECT_TRUE(model.retires_soon(1'776'643'200 - retirement_notice_seconds));
    EXPECT_TRUE(model.retires_soon(1'776'643'199));
    EXPECT_FALSE(model.retires_soon(1'776'643'200)) << "it has retired";
}

TEST(HostName, is_the_id_where_nobody_knows_a_better_one) {
    EXPECT_EQ(host_name("bedrock"), "Amazon Bedrock");
    EXPECT_EQ(host_name("house"), "house");
    std::set<std::string_view> ids;
    for (const HostName& host : host_names()) EXPECT_TRUE(ids.insert(host.id).second) << host.id;
}

}  // namespace
}  // namespace parley::catalog
