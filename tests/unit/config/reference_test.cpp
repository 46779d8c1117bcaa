#include "config/reference.hpp"

#include <cstdlib>
#include <sstream>

#include "support.hpp"

namespace parley::config {
namespace {

const std::string page = std::string(PARLEY_SOURCE_DIR) + "/docs/configuration.md";

TEST(ConfigurationReference, is_the_page_in_docs) {
    if (std::getenv("PARLEY_UPDATE_DOCS")) std::ofstream(page) << configuration_reference();
    std::stringstream text;
    text << std::ifstream(page).rdbuf();
    EXPECT_EQ(text.str(), configuration_reference()) << "rewrite it: PARLEY_UPDATE_DOCS=1 and this program";
}

TEST(ConfigurationReference, shows_an_example_that_can_be_read) {
    const TemporaryFolder folder;
    std::string example(example_config());
    const std::string stated = "/run/secrets/together";
    example.replace(example.find(stated), stated.size(), folder.write("together", "sk-together\n"));
    const ConfigReading reading = read_text(example, {{"PARLEY_KEY", "sk-parley-1"}, {"OPENAI_API_KEY", "sk-openai"}});
    EXPECT_EQ(lines_of(reading), std::vector<std::string>{});
    ASSERT_TRUE(reading.config);
    EXPECT_EQ(reading.config->models[0].targets.size(), 2u);
    EXPECT_EQ(reading.config->providers.at("together").credential, Secret("sk-together"));
}

}  // namespace
}  // namespace parley::config
