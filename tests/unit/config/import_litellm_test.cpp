// import_litellm_test.cpp: the cases of tests/golden/import, each a LiteLLM file, the configuration that is made of it and
// everything that is said about it. GOLDEN_UPDATE=1 rewrites what is expected.
#include "config/import_litellm.hpp"

#include <cstdlib>
#include <sstream>

#include "config/yaml.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(PARLEY_SOURCE_DIR) / "tests/golden/import";

std::string read_file(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// Compares with the file, or writes it when asked to.
void expect_file(const fs::path& path, const std::string& text) {
    if (std::getenv("GOLDEN_UPDATE")) std::ofstream(path, std::ios::binary) << text;
    EXPECT_EQ(read_file(path), text) << path;
}

std::vector<fs::path> cases() {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(golden)) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::string lines(const std::vector<std::string>& notes) {
    std::string text;
    for (const std::string& note : notes) text += note + "\n";
    return text;
}

TEST(ImportLitellm, makes_of_each_golden_file_what_stands_beside_it) {
    ASSERT_FALSE(cases().empty());
    for (const fs::path& folder : cases()) {
        SCOPED_TRACE(folder.filename());
        const LitellmImport imported = import_litellm(read_file(folder / "litellm.yaml"), "litellm.yaml");
        EXPECT_TRUE(imported.problems.empty()) << to_text(imported.problems[0]);
        expect_file(folder / "parley.yaml", imported.yaml);
        expect_file(folder / "notes.txt", lines(imported.notes));
    }
}

// Every name that a file holds is either understood or told: nothing may get lost without a word.
void collect_names(const Node& node, std::vector<Entry>& names) {
    for (const Node& item : node.items) collect_names(item, names);
    for (const Entry& entry : node.entries) {
        names.push_back(Entry{entry.name, entry.mark, {}});
        if (entry.name == "litellm_params" || entry.name.ends_with("_settings")) collect_names(entry.value, names);
        if (entry.name == "model_list") collect_names(entry.value, names);
    }
}

TEST(ImportLitellm, tells_of_every_name_that_it_does_not_carry_over) {
    const std::vector<std::string> carried{"model_list",        "model_name",      "litellm_params",   "model",
                                           "api_base",          "base_url",        "api_key",          "custom_llm_provider",
                                           "general_settings",  "router_settings", "litellm_settings", "master_key",
                                           "model_group_alias", "request_timeout", "timeout"};
    for (const fs::path& folder : cases()) {
        const std::string text = read_file(folder / "litellm.yaml");
        const std::string told = lines(import_litellm(text, "litellm.yaml").notes);
        std::vector<Entry> names;
        collect_names(read_yaml(text).root, names);
        for (const Entry& entry : names) {
            const std::string line = "litellm.yaml:" + std::to_string(entry.mark.line) + ":";
            const bool is_carried = std::count(carried.begin(), carried.end(), entry.name) > 0;
            EXPECT_TRUE(is_carried || told.find(line) != std::string::npos) << folder.filename() << " " << line << entry.name;
        }
    }
}

struct BadImport {
    std::string_view text;
    std::string_view expected;  // line:column: path: message
};

TEST(ImportLitellm, refuses_what_is_no_litellm_file_with_the_place) {
    const BadImport bad[] = {
        {"", "1:1: the file is empty"},
        {"- a\n", "1:1: must be a mapping, not a list"},
        {"listen: 127.0.0.1:1\n", "1:1: has no model_list: this is no configuration of a LiteLLM proxy"},
        {"model_list: {}\n", "1:13: model_list: must be a list, not a mapping"},
        {"model_list:\n  - gpt-4o\n", "2:5: model_list[0]: must be a mapping, not text"},
        {"model_list:\n  - litellm_params: {model: openai/x}\n", "2:5: model_list[0]: has no model_name"},
        {"model_list:\n  - {model_name: a}\n", "2:5: model_list[0]: has no litellm_params"},
        {"model_list:\n  - {model_name: a, litellm_params: {api_key: x}}\n", "2:37: model_list[0].litellm_params: has no model"},
        {"model_list:\n  - {model_name: a, litellm_params: {model: [b]}}\n",
         "2:45: model_list[0].litellm_params.model: must be text, not a list"},
        {"model_list:\n  - model_name: *\n", "2:18: not valid YAML: alias not found after *"},
    };
    for (const BadImport& each : bad) {
        const LitellmImport imported = import_litellm(each.text, "c.yaml");
        ASSERT_FALSE(imported.problems.empty()) << each.text;
        EXPECT_EQ(to_text(imported.problems[0]), "c.yaml:" + std::string(each.expected));
        EXPECT_EQ(imported.yaml, "");
    }
}

std::string import_one(const std::string& parameters) {
    const LitellmImport imported = import_litellm("model_list:\n  - {model_name: m, litellm_params: {" + parameters + "}}\n", "c.yaml");
    EXPECT_TRUE(imported.problems.empty()) << to_text(imported.problems[0]);
    const std::size_t providers = imported.yaml.find("providers:\n  ");
    if (providers == std::string::npos) return "nothing";
    const std::size_t begin = providers + 13;
    return imported.yaml.substr(begin, imported.yaml.find('\n', begin) - begin);
}

TEST(ImportLitellm, knows_where_each_prefix_leads) {
    const std::pair<std::string, std::string> cases[] = {
        {"model: gpt-4o",
         R"(openai: {dialect: openai, base_url: "https://api.openai.com/v1", credential: "${OPENAI_API_KEY}", region: us})"},
        {"model: openai/gpt-4o, api_key: os.environ/MINE",
         R"(openai: {dialect: openai, base_url: "https://api.openai.com/v1", credential: "${MINE}", region: us})"},
        {"model: openai/x, api_base: \"http://10.0.0.7:8000/v1/\"", R"(openai: {dialect: openai, base_url: "http://10.0.0.7:8000/v1"})"},
        {"model: azure/d, api_base: \"https://r.openai.azure.com/\", api_key: os.environ/K",
         R"(azure: {dialect: openai, base_url: "https://r.openai.azure.com/openai/v1", credential: "${K}"})"},
        {"model: azure/d, api_base: os.environ/BASE, api_key: os.environ/K",
         R"(azure: {dialect: openai, base_url: "${BASE}/openai/v1", credential: "${K}"})"},
        {"model: groq/x",
         R"(groq: {dialect: openai, base_url: "https://api.groq.com/openai/v1", credential: "${GROQ_API_KEY}", region: us})"},
        {"model: ollama/qwen3", R"(ollama: {dialect: openai, base_url: "http://localhost:11434/v1"})"},
        {"model: ollama_chat/qwen3, api_base: \"http://box:11434\"", R"(ollama: {dialect: openai, base_url: "http://box:11434/v1"})"},
        {"model: hosted_vllm/x, api_base: \"http://box:8000/v1\"", R"(vllm: {dialect: openai, base_url: "http://box:8000/v1"})"},
        {"model: facebook/opt, custom_llm_provider: hosted_vllm, api_base: \"http://box:8000/v1\"",
         R"(vllm: {dialect: openai, base_url: "http://box:8000/v1"})"},
        {"model: hosted_vllm/x", "nothing"},
        {"model: anthropic/claude",
         R"(anthropic: {dialect: anthropic, base_url: "https://api.anthropic.com", credential: "${ANTHROPIC_API_KEY}"})"},
        {"model: claude-3-opus",
         R"(anthropic: {dialect: anthropic, base_url: "https://api.anthropic.com", credential: "${ANTHROPIC_API_KEY}"})"},
        {"model: bedrock/x", "nothing"},
        {"model: sagemaker/x", "nothing"},
        {"model: my-own-name", "nothing"},
        {"model: openai/x, api_key: \"two words\"", "nothing"},
        {"model: ollama/x, api_base: your_ollama_api_base", "nothing"},
    };
    for (const auto& [parameters, expected] : cases) EXPECT_EQ(import_one(parameters), expected) << parameters;
}

TEST(ImportLitellm, takes_nothing_of_a_value_for_a_reference_or_for_structure) {
    EXPECT_EQ(import_one(R"(model: openai/x, api_key: 'a${HOME}"b\c')"),
              R"(openai: {dialect: openai, base_url: "https://api.openai.com/v1", credential: "a$${HOME}\"b\\c", region: us})");
}

TEST(ImportLitellm, lets_no_text_leave_its_line) {
    const LitellmImport imported = import_litellm(
        R"(model_list:
  - {model_name: "a\nkeys: [{name: x, secret: injected-1}]", litellm_params: {model: openai/x}}
  - {model_name: m, litellm_params: {model: "open\nai: 1/x"}}
  - {model_name: n, litellm_params: {model: openai/x}, model_info: {mode: "a\nlisten: b"}}
  - {model_name: o, litellm_params: {model: openai/x, "a\nregion: eu": 1}}
)",
        "a\nregion: eu.yaml");
    EXPECT_TRUE(imported.problems.empty()) << to_text(imported.problems[0]);
    for (const char* injected : {"\nkeys", "\nai", "\nlisten", "\nregion"}) {
        EXPECT_EQ(imported.yaml.find(injected), std::string::npos) << imported.yaml;
    }
    const ConfigReading reading = read_text("catalog: none\n" + imported.yaml, {{"OPENAI_API_KEY", "sk-1"}});
    ASSERT_TRUE(reading.config);
    EXPECT_EQ(reading.config->models.size(), 1u);
    EXPECT_TRUE(reading.config->keys.empty());
}

TEST(ImportLitellm, makes_no_provider_for_what_it_leaves_out) {
    const LitellmImport imported = import_litellm("model_list: [{model_name: \"*\", litellm_params: {model: openai/x}}]\n", "c.yaml");
    EXPECT_EQ(imported.yaml.find("providers:"), std::string::npos) << imported.yaml;
}

TEST(ImportLitellm, keeps_as_many_targets_as_a_model_can_have) {
    std::string text = "model_list:\n";
    for (int i = 0; i < 17; ++i) {
        text += "  - {model_name: m, litellm_params: {model: openai/x, api_key: os.environ/KEY_" + std::to_string(i) + "}}\n";
    }
    const LitellmImport imported = import_litellm(text, "c.yaml");
    ASSERT_TRUE(imported.problems.empty()) << to_text(imported.problems[0]);
    EXPECT_NE(lines(imported.notes).find("c.yaml:18:5: model_list[16]: the entry is not carried over: a model has at most 16 targets"),
              std::string::npos);
}

TEST(ImportLitellm, never_repeats_a_key_in_what_it_says) {
    const LitellmImport imported = import_litellm(
        "model_list: [{model_name: m, litellm_params: {model: openai/x, api_key: literal-key-1, seed: 3}}]\n"
        "general_settings: {master_key: short, database_url: \"postgresql://user:password-1@db\"}\n",
        "c.yaml");
    const std::string told = lines(imported.notes);
    for (const char* secret : {"literal-key-1", "short", "password-1"}) EXPECT_EQ(told.find(secret), std::string::npos) << told;
}

}  // namespace
}  // namespace parley::config
