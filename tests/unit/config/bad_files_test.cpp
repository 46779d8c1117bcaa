// bad_files_test.cpp: one line for each way to get a file wrong: what stands in it, and what an operator reads.
#include "support.hpp"

namespace parley::config {
namespace {

struct BadFile {
    std::string_view text;
    std::vector<std::string> expected;  // line:column: path: message | hint
};

const std::vector<BadFile> bad_files = {
    // Nothing, and what is not YAML
    {"", {"1:1: the file is empty"}},
    {"# a comment\n", {"1:1: the file is empty"}},
    {"---\n...\n", {"1:1: the file is empty"}},
    {"listen: a:1\n\tregion: us\n",
     {"2:1: not valid YAML: illegal tab when looking for indentation | indent with spaces: YAML allows no tabs there"}},
    {"log: {level: info\n", {"1:6: not valid YAML: this { or [ is not closed"}},
    {"keys:\n  - {name: a, secret: 12345678}\n  - {name: b,\nregion: us\n", {"3:5: not valid YAML: this { or [ is not closed"}},
    {"region: us\n---\n{b", {"3:1: not valid YAML: this { or [ is not closed"}},
    {"models: [{id: m, targets: [}]\n", {"1:28: not valid YAML: this } or ] closes nothing"}},
    {"keys: [{name: a, secret: ${A}}]\n",
     {"1:8: not valid YAML: this { or [ is not closed | inside { } and [ ], put quotes around ${...}"}},
    {"log: {level: ${A}}\n", {"1:6: not valid YAML: this { or [ is not closed | inside { } and [ ], put quotes around ${...}"}},
    {"region: us\nname without its colon\nlog: {}\n", {"3:4: not valid YAML: illegal map value | quote a value that holds ': '"}},
    {"log: a: b\n", {"1:7: not valid YAML: illegal map value | quote a value that holds ': '"}},
    {"region: @us\n", {"1:9: not valid YAML: unknown token | quote a value that begins with @, ` or %"}},
    {"region: *other\n", {"1:9: not valid YAML: the referenced anchor is not defined"}},
    {"a: &a [*a]\n", {"1:8: an alias inside of what it stands for"}},
    {"region: us\n---\nregion: eu\n", {"2:1: a second document begins here | one file holds one configuration"}},
    {"region: !!str us\n", {"1:9: explicit tags are not supported | leave out the word that begins with !"}},
    {"? [a]\n: b\n", {"1:3: a name must be plain text"}},

    // Bytes
    {"region: us\nlisten: \xff\n", {"2:9: not valid UTF-8"}},
    {"region: \xc0\xaf\n", {"1:9: not valid UTF-8"}},
    {"region: \xed\xa0\x80\n", {"1:9: not valid UTF-8"}},
    {std::string_view("region: us\n\0", 12), {"2:1: a control character | inside double quotes it can be written as an escape"}},
    {"region: us\n\x04listen: 1\n", {"2:1: a control character | inside double quotes it can be written as an escape"}},
    {"region: \"\\e[31m\"\n", {"1:9: region: must not hold control characters"}},

    // Names
    {"lisen: 127.0.0.1:1\n", {"1:1: lisen: unknown name | did you mean 'listen'?"}},
    {"completely_different: 1\n", {"1:1: completely_different: unknown name"}},
    {"http:\n  head_byte_max: 1KiB\n", {"2:3: http.head_byte_max: unknown name | did you mean 'head_bytes_max'?"}},
    {"<<: {region: us}\n", {"1:1: <<: unknown name"}},
    {"region: us\nlog: {level: info}\nregion: eu\n", {"3:1: region: stands here twice | the first is in line 1"}},
    {"drain:\n  grace: 1s\n  grace: 2s\n", {"3:3: drain.grace: stands here twice | the first is in line 2"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example}\n  a: {dialect: openai, base_url: nonsense}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"3:3: providers.a: stands here twice | the first is in line 2"}},

    // Types
    {"- a\n", {"1:1: must be a mapping, not a list"}},
    {"listen", {"1:1: must be a mapping, not text"}},
    {"listen:\nregion: us\n", {"1:1: listen: has no value"}},
    {"region: ~\n", {"1:1: region: has no value"}},
    {"region: [us]\n", {"1:9: region: must be text, not a list"}},
    {"routing: 5s\n", {"1:10: routing: must be a mapping, not text"}},
    {"keys: {name: a}\n", {"1:7: keys: must be a list, not a mapping"}},
    {"keys: [a]\n", {"1:8: keys[0]: must be a mapping, not text"}},

    // Numbers, durations, sizes
    {"threads: many\n", {"1:10: threads: must be a whole number, 0 to 256"}},
    {"threads: -1\n", {"1:10: threads: must be a whole number, 0 to 256"}},
    {"threads: 2.0\n", {"1:10: threads: must be a whole number, 0 to 256"}},
    {"threads: 257\n", {"1:10: threads: must be a whole number, 0 to 256"}},
    {"threads: 18446744073709551616\n", {"1:10: threads: must be a whole number, 0 to 256"}},
    {"drain: {grace: 5}\n", {"1:16: drain.grace: must be a duration, 0ms to 1h | write a whole number and ms, s, m or h: 500ms, 10s"}},
    {"drain: {grace: 61m}\n", {"1:16: drain.grace: must be a duration, 0ms to 1h"}},
    {"routing: {idle_timeout: 0s}\n", {"1:25: routing.idle_timeout: must be a duration, 1ms to 24h"}},
    {"http: {head_bytes_max: 32KB}\n",
     {"1:24: http.head_bytes_max: must be a size, 1KiB to 1MiB | write bytes, or a whole number and KiB, MiB or GiB: "
      "32KiB"}},
    {"http: {head_bytes_max: 1023}\n", {"1:24: http.head_bytes_max: must be a size, 1KiB to 1MiB"}},

    // Words and addresses
    {"region: mars\n", {"1:9: region: must be us or eu"}},
    {"log: {level: loud}\n", {"1:14: log.level: must be one of debug, info, warning, error"}},
    {"listen: \"127.0.0.1\"\n", {"1:9: listen: must be host:port, such as 127.0.0.1:8080 or [::1]:8080"}},
    {"listen: \"[::1]\"\n", {"1:9: listen: must be host:port, such as 127.0.0.1:8080 or [::1]:8080"}},
    {"listen: localhost:65536\n", {"1:9: listen: must be host:port, such as 127.0.0.1:8080 or [::1]:8080"}},
    {"listen: http://127.0.0.1:80\n", {"1:9: listen: must be host:port, such as 127.0.0.1:8080 or [::1]:8080"}},
    {"listen: 127.0.0.1:1\nadmin_listen: 127.0.0.1:1\n", {"2:15: admin_listen: `listen` and `admin_listen` need two addresses"}},
    {"listen: 127.0.0.1:8081\n", {"1:9: listen: `listen` and `admin_listen` need two addresses"}},
    {"data: \"\"\n", {"1:7: data: must not be empty"}},
    {"tls: {certificate: a.pem}\n", {"1:6: tls.key: is missing"}},

    // What is not built yet is refused, not ignored
    {"ledger: {durability: paper}\n", {"1:22: ledger.durability: must be one of crash, power"}},
    {"ledger: {journal_bytes: 1MiB}\n", {"1:25: ledger.journal_bytes: must be a size, 4MiB to 1024GiB"}},
    {"store: postgresql://db/parley\n", {"1:8: store: anything but 'sqlite' is not supported yet"}},
    {"shared_limits: redis://r\n", {"1:16: shared_limits: anything but 'memory' is not supported yet"}},

    // The ledger, and who may look at all of it
    {"ledger: {retention: {days: 0, bytes: 1MiB}}\n",
     {"1:28: ledger.retention.days: must be a whole number, 1 to 36500",
      "1:38: ledger.retention.bytes: must be a size, 16MiB to 16384GiB"}},
    {"ledger: {retention: {days: 36501}}\n", {"1:28: ledger.retention.days: must be a whole number, 1 to 36500"}},
    {"ledger: {retention: 30d}\n", {"1:21: ledger.retention: must be a mapping, not text"}},
    {"admin_key: \"\"\n", {"1:12: admin_key: must not be empty"}},
    {"admin_key: fifteen-letters\n", {"1:12: admin_key: must have at least 16 characters"}},
    {"admin_key: both-doors-0123456789\nkeys:\n  - {name: a, secret: another-key}\n  - {name: b, secret: both-doors-0123456789}\n",
     {"1:12: admin_key: must not be a caller's key, as keys[1].secret is"}},

    // Speech to text
    {"understanding: {model: nobodys-model}\n", {"1:24: understanding.model: is not the id of a model"}},
    {"understanding: {requests_per_minute: -1}\n", {"1:38: understanding.requests_per_minute: must be a whole number, 0 to 1000000"}},
    {"speech_to_text: [{region: us, credential: []}]\n", {"1:43: speech_to_text[0].credential: must be text, not a list"}},
    {"speech_to_text: [{region: asia, credential: k}]\n", {"1:27: speech_to_text[0].region: must be us or eu"}},
    {"speech_to_text: [{credential: k}, {credential: k}]\n",
     {"1:35: speech_to_text[1].region: is the same as that of entry 0 | the first is in line 1"}},

    // Listeners
    {"listeners: []\n", {"1:12: listeners: must have 1 to 16 entries"}},
    {"listeners: [{region: eu}]\n", {"1:13: listeners[0].address: is missing"}},
    {"listen: a:1\nlisteners: [{address: b:1}]\n", {"2:12: listeners: must not stand beside `listen` | leave out `listen`"}},
    {"listeners:\n  - {address: a:1}\n  - {address: b:0}\n  - {address: b:0}\n  - {address: a:1}\n",
     {"5:15: listeners[3].address: is the same as that of entry 0"}},
    {"listeners: [{address: 127.0.0.1:8081}]\n", {"1:23: listeners[0].address: is the same as `admin_listen`"}},
    {"listeners: [{address: a:1, region: mars, hosts: []}]\n",
     {"1:36: listeners[0].region: must be us or eu", "1:49: listeners[0].hosts: must have 1 to 64 entries"}},
    {"listeners: [{address: a:1, hosts: [a.example, \"b.example:80\", \"https://c\", \"d.example.\"]}]\n",
     {"1:47: listeners[0].hosts[1]: must be a name or an address without a port, such as llm.example.com",
      "1:63: listeners[0].hosts[2]: must be a name or an address without a port, such as llm.example.com",
      "1:76: listeners[0].hosts[3]: must be a name or an address without a port, such as llm.example.com"}},

    // What callers may do
    {"limits: {requests_per_minute: 1000001}\n", {"1:31: limits.requests_per_minute: must be a whole number, 0 to 1000000"}},
    {"defaults: {max_tokens: 0}\n", {"1:24: defaults.max_tokens: must be a whole number, 1 to 10000000"}},
    {"compatibility: {strict_errors: yes}\n", {"1:32: compatibility.strict_errors: must be one of true, false"}},

    // Keys
    {"keys: [{name: a, secret: 12345678, account: a b, requests_per_minute: -1}]\n",
     {"1:45: keys[0].account: must be letters, digits, '.', '_' and '-'",
      "1:71: keys[0].requests_per_minute: must be a whole number, 0 to 1000000"}},
    {"keys:\n  - {name: a}\n", {"2:5: keys[0].secret: is missing"}},
    {"keys:\n  - {name: a, secret: 1234567}\n", {"2:23: keys[0].secret: must have at least 8 characters"}},
    {"keys:\n  - {name: a b, secret: 12345678}\n", {"2:12: keys[0].name: must be letters, digits, '.', '_' and '-'"}},
    {"keys:\n  - {name: a, secret: \"1234 5678\"}\n", {"2:23: keys[0].secret: must be printable ASCII without spaces"}},
    {"keys:\n  - {name: a, secret: 12345678}\n  - {name: a, secret: 12345679}\n",
     {"3:12: keys[1].name: is the same as that of entry 0 | the first is in line 2"}},
    {"keys:\n  - {name: a, secret: 12345678}\n  - {name: b, secret: 12345678}\n",
     {"3:23: keys[1].secret: is the same as that of entry 0 | the first is in line 2"}},

    // Providers
    {"providers: {}\n", {"1:12: providers: must have 1 to 100 entries"}},
    {"providers:\n  openai: {dialect: openai, base_url: ftp://x}\nmodels: [{id: m, targets: [{provider: openai, model: "
     "m}]}]\n",
     {"2:39: providers.openai.base_url: must start with http:// or https://"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, access_key_id: k}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: access_key_id and secret_access_key belong together"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, access_key_id: k, secret_access_key: s}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: aws_region is missing: base_url does not name the region that requests are signed for"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, credential: c, access_key_id: k, secret_access_key: s, "
     "aws_region: us-east-1}\nmodels: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: either a credential or an access_key_id, not both"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example, aws_role: instance}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: aws_role is of the dialect bedrock only"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, credential: c, aws_role: instance}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: either an aws_role or credentials, not both"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, aws_role: container}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: aws_role_url is missing: where a container is given credentials"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, aws_role: instance}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: aws_region is missing: base_url does not name the region that requests are signed for"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, aws_role_url: http://b}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: aws_role_url and aws_role_authorization belong to an aws_role"}},
    {"providers:\n  a: {dialect: bedrock, base_url: https://a.example, aws_role: instance, aws_role_authorization: c}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: aws_role_authorization is of a container only"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example, access_key_id: k, secret_access_key: s}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:6: providers.a: access_key_id is of the dialect bedrock only"}},
    {"providers:\n  a: {dialect: french, base_url: https://a.example}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:16: providers.a.dialect: must be one of openai, anthropic, gemini, bedrock"}},
    {"providers:\n  a/b: {dialect: openai, base_url: https://a.example}\n"
     "models: [{id: m, targets: [{provider: a.b, model: m}]}]\n",
     {"2:3: providers.a/b: the name must be letters, digits, '.', '_' and '-'",
      "3:39: models[0].targets[0].provider: is not one of `providers` | did you mean 'a/b'?"}},

    // Hosts and their rules: told once, although they are read on top of several others
    {"providers:\n  a: {dialect: openai, base_url: https://a.example, host: grok}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:59: providers.a.host: is not a known host | did you mean 'groq'?"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example, host: anthropic}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:59: providers.a.host: is a host that does not speak the dialect openai"}},
    {"providers:\n  openai:\n    dialect: openai\n    base_url: https://api.openai.com/v1\n    rules:\n"
     "      stop_is_kept: yes\n      sampling: often\n      efforts: [low, huge, low]\n"
     "      supports: {seeds: true}\n      drop_fields: [a b]\n      rename_fields: {a: b c}\n      add_fields: []\n"
     "models: [{id: m, targets: [{provider: openai, model: m}]}]\n",
     {"6:21: providers.openai.rules.stop_is_kept: must be true or false",
      "7:17: providers.openai.rules.sampling: must be one of always, never, when_effort_none, temperature_or_top_p",
      "8:22: providers.openai.rules.efforts[1]: must be one of none, minimal, low, medium, high, xhigh, max",
      "8:28: providers.openai.rules.efforts[2]: stands here twice",
      "9:18: providers.openai.rules.supports.seeds: unknown name | did you mean 'seed'?",
      "10:21: providers.openai.rules.drop_fields[0]: must be letters, digits, '.', '_' and '-'",
      "11:26: providers.openai.rules.rename_fields.a: must be letters, digits, '.', '_' and '-'",
      "12:19: providers.openai.rules.add_fields: must be a mapping, not a list"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example, api_version: \"a b\"}\n"
     "models: [{id: m, targets: [{provider: a, model: m}]}]\n",
     {"2:66: providers.a.api_version: must be letters, digits, '.', '_' and '-'"}},

    // Models
    {"models: []\n", {"1:9: models: must have 1 to 1000 entries"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example}\nmodels: []\n", {"3:9: models: must have 1 to 1000 entries"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example}\n",
     {"1:1: models: is missing: no built-in model is served by one of `providers` | list models, or name a provider like the "
      "host that it is: openai, groq, ..."}},
    {"catalog: none\nproviders:\n  openai: {dialect: openai, base_url: https://a.example}\n",
     {"1:1: models: is missing: `providers` needs at least one model"}},
    {"catalog: some\n", {"1:10: catalog: must be one of builtin, none"}},
    {"catalog: none\nproviders:\n  openai: {dialect: openai, base_url: https://a.example}\nmodels: [{id: gpt-5}]\n",
     {"4:10: models[0].targets: is missing"}},
    {"models: [{id: m, targets: []}]\n", {"1:27: models[0].targets: must have 1 to 16 entries"}},
    {"models: [{id: m}]\n", {"1:10: models[0].targets: is missing"}},
    {"models: [{id: m, targets: [{provider: a}]}]\n",
     {"1:28: models[0].targets[0].model: is missing", "1:39: models[0].targets[0].provider: is not one of `providers`"}},
    {"providers:\n  openai: {dialect: openai, base_url: https://a.example}\n"
     "models:\n  - {id: m, targets: [{provider: opnai, model: m}]}\n",
     {"4:34: models[0].targets[0].provider: is not one of `providers` | did you mean 'openai'?"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example}\nmodels:\n"
     "  - {id: m, targets: [{provider: a, model: m}]}\n  - {id: m, targets: [{provider: a, model: n}]}\n",
     {"5:10: models[1].id: is the same as that of entry 0 | the first is in line 4"}},
    {"providers:\n  a: {dialect: openai, base_url: https://a.example}\nmodels:\n"
     "  - {id: a b, supported_parameters: [], prices: {input: 1}, targets: [{provider: a, model: m, region: x}]}\n",
     {"4:10: models[0].id: must be printable ASCII without spaces, quotes and backslashes",
      "4:37: models[0].supported_parameters: must have at least one entry", "4:49: models[0].prices.output: is missing",
      "4:103: models[0].targets[0].region: must be us, eu or global"}},

    // Substitution
    {"region: ${NOT_SET}\n", {"1:9: region: the environment variable NOT_SET is not set"}},
    {"region: \"${SET\"\n", {"1:9: region: ${ is not closed by }"}},
    {"region: ${}\n", {"1:9: region: ${...} needs the name of an environment variable, or file:/path"}},
    {"region: ${A-B}\n", {"1:9: region: ${...} needs the name of an environment variable, or file:/path"}},
    {"region: ${file:relative}\n", {"1:9: region: ${file:...} needs an absolute path"}},
    {"region: ${file:/}\n", {"1:9: region: / is a directory"}},
    {"region: ${file:/dev/null}\n", {"1:9: region: /dev/null is not a regular file"}},
    {"region: ${file:/no/such}\n", {"1:9: region: /no/such cannot be opened: No such file or directory"}},

    // Several at once, in the file's order, whatever order they are found in
    {"admin_listen: 127.0.0.1:8080\nthreads: x\nlissten: 1\nregion: mars\n",
     {"1:15: admin_listen: `listen` and `admin_listen` need two addresses", "2:10: threads: must be a whole number, 0 to 256",
      "3:1: lissten: unknown name | did you mean 'listen'?", "4:9: region: must be us or eu"}},
};

TEST(BadFile, is_refused_whole_and_every_mistake_is_told_with_its_place) {
    for (const BadFile& bad : bad_files) {
        SCOPED_TRACE(bad.text);
        const ConfigReading reading = read_text(bad.text);
        EXPECT_FALSE(reading.config.has_value());
        EXPECT_EQ(lines_of(reading), bad.expected);
    }
}

TEST(BadFile, cut_inside_a_quoted_value_is_not_taken_for_whole) {
    for (const std::string_view quote : {"\"", "'"}) {
        for (const std::string_view end : {"", "\n", "\r\n", "  \n\n"}) {
            const std::string text = "data: " + std::string(quote) + "/var/lib" + std::string(end);
            const ConfigReading reading = read_text(text);
            SCOPED_TRACE(text);
            EXPECT_EQ(lines_of(reading), (std::vector<std::string>{"1:16: not valid YAML: illegal EOF in scalar | a quote is not closed"}));
        }
    }
}

TEST(BadFile, with_more_mistakes_than_anyone_reads_says_so) {
    std::string text;
    for (std::size_t i = 0; i < 100; ++i) text += "name" + std::to_string(i) + ": 1\n";
    EXPECT_EQ(read_text(text).problems.size(), 100u);

    text += "another: 1\n";
    const ConfigReading reading = read_text(text);
    ASSERT_EQ(reading.problems.size(), 101u);
    EXPECT_EQ(to_text(reading.problems.back()), "parley.yaml: more mistakes follow\n    hint: mend these first");
}

TEST(BadFile, never_has_its_secrets_repeated) {
    const ConfigReading reading = read_text(
        "keys:\n  - {name: \"${MARK}/\", secret: \"${MARK} ${MARK}\"}\n  - {name: b, secret: marker literal}\n"
        "listen: ${MARK}\nthreads: ${MARK}\nroutin: {}\nlog: {level: \"${MARK}\"}\nstore: ${MARK}\n"
        "providers: {a: {dialect: \"${MARK}\", base_url: \"http://u:${MARK}@h/${MARK}\", credential: \"a\\nmarker\"}}\n"
        "models: [{id: \"${MARK} x\", targets: [{provider: \"${MARK}\", model: \"${MARK} y\"}]}]\n",
        {{"MARK", "marker"}});
    EXPECT_EQ(reading.problems.size(), 14u);
    for (const ConfigProblem& problem : reading.problems) {
        EXPECT_EQ(to_text(problem).find("marker"), std::string::npos) << to_text(problem);
    }
}

}  // namespace
}  // namespace parley::config
