// file_watch_test.cpp: time is handed in; the files and their directories are real, for what inotify and links do cannot
// be made up.
#include "config/file_watch.hpp"

#include <poll.h>

#include "support.hpp"

namespace parley::config {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds a_moment{10};

class FileWatchTest : public ::testing::Test {
  protected:
    void expect(const std::vector<std::string>& files) {
        std::vector<SourceFile> sources;
        for (const std::string& file : files) sources.push_back({file, version_of(file)});
        watch.expect(std::move(sources), now);
    }
    bool is_stirred() const {
        pollfd watched{watch.descriptor(), POLLIN, 0};
        return ::poll(&watched, 1, 0) == 1;
    }
    bool has_changed_after(Duration wait) {
        now += wait;
        return watch.has_changed(now);
    }

    TemporaryFolder folder;
    TimePoint now{};
    FileWatch watch;
};

TEST_F(FileWatchTest, sees_a_file_that_is_written_in_place_once_it_is_quiet) {
    const std::string file = folder.write("parley.yaml", "region: us\n");
    expect({file});
    EXPECT_FALSE(is_stirred());
    folder.write("parley.yaml", "region: eu\n");
    EXPECT_TRUE(is_stirred());
    EXPECT_FALSE(has_changed_after(a_moment));
    EXPECT_FALSE(is_stirred());
    EXPECT_EQ(watch.next_look(), Deadline::after(now, FileWatch::quiet));
    EXPECT_FALSE(has_changed_after(FileWatch::quiet - milliseconds(1)));
    EXPECT_TRUE(has_changed_after(milliseconds(1)));
    expect({file});
    EXPECT_FALSE(has_changed_after(FileWatch::look_interval));
}

TEST_F(FileWatchTest, sees_a_file_that_is_renamed_into_place) {
    const std::string file = folder.write("parley.yaml", "region: us\n");
    expect({file});
    fs::rename(folder.write("parley.yaml.new", "region: us\n"), file);  // the same text: another file all the same
    EXPECT_FALSE(has_changed_after(a_moment));
    EXPECT_TRUE(has_changed_after(FileWatch::quiet));
}

// A mounted ConfigMap: parley.yaml -> ..data/parley.yaml, ..data -> ..1; an update makes ..2 and renames a link over ..data.
TEST_F(FileWatchTest, sees_the_swap_of_a_link_on_the_way_to_the_file) {
    for (const char* version : {"..1", "..2"}) fs::create_directory(folder.path() + "/" + version);
    folder.write("..1/parley.yaml", "region: us\n");
    folder.write("..2/parley.yaml", "region: eu\n");
    fs::create_symlink("..1", folder.path() + "/..data");
    fs::create_symlink("..data/parley.yaml", folder.path() + "/parley.yaml");
    expect({folder.path() + "/parley.yaml"});
    fs::create_symlink("..2", folder.path() + "/..data_new");
    fs::rename(folder.path() + "/..data_new", folder.path() + "/..data");
    EXPECT_FALSE(has_changed_after(a_moment));
    EXPECT_TRUE(has_changed_after(FileWatch::quiet));
}

TEST_F(FileWatchTest, sees_a_change_where_a_link_to_the_file_leads) {
    const TemporaryFolder elsewhere;
    fs::create_symlink(elsewhere.write("real.yaml", "region: us\n"), folder.path() + "/parley.yaml");
    expect({folder.path() + "/parley.yaml"});
    elsewhere.write("real.yaml", "region: eu\n");
    EXPECT_TRUE(is_stirred());
    EXPECT_FALSE(has_changed_after(a_moment));
    EXPECT_TRUE(has_changed_after(FileWatch::quiet));
}

TEST_F(FileWatchTest, looks_at_secrets_every_few_seconds_without_being_told) {
    const TemporaryFolder elsewhere;
    const std::string secret = elsewhere.write("key", "sk-1\n");
    expect({folder.write("parley.yaml", "region: us\n"), secret});
    elsewhere.write("key", "sk-2\n");
    EXPECT_FALSE(is_stirred());
    EXPECT_EQ(watch.next_look(), Deadline::after(now, FileWatch::look_interval));
    EXPECT_FALSE(has_changed_after(FileWatch::look_interval));  // it may be half written
    EXPECT_TRUE(has_changed_after(FileWatch::quiet));
}

TEST_F(FileWatchTest, is_not_held_up_by_a_directory_that_never_rests) {
    const std::string file = folder.write("parley.yaml", "region: us\n");
    expect({file});
    folder.write("parley.yaml", "region: eu\n");
    Duration waited{};
    bool seen = false;
    for (; !seen && waited <= FileWatch::patience; waited += milliseconds(100)) {
        folder.write("other", "x");
        seen = has_changed_after(milliseconds(100));
    }
    EXPECT_TRUE(seen);
}

TEST_F(FileWatchTest, does_not_mind_other_files) {
    expect({folder.write("parley.yaml", "region: us\n")});
    folder.write("other", "x");
    EXPECT_TRUE(is_stirred());
    EXPECT_FALSE(has_changed_after(a_moment));
    EXPECT_FALSE(has_changed_after(FileWatch::quiet));
    EXPECT_FALSE(has_changed_after(FileWatch::look_interval));
}

TEST_F(FileWatchTest, notices_a_file_that_goes_and_comes_back) {
    const std::string file = folder.write("parley.yaml", "region: us\n");
    expect({file});
    fs::remove(file);
    EXPECT_FALSE(has_changed_after(a_moment));
    EXPECT_TRUE(has_changed_after(FileWatch::quiet));
    expect({file});  // read, and not there
    EXPECT_FALSE(has_changed_after(FileWatch::look_interval));
    folder.write("parley.yaml", "region: us\n");
    EXPECT_FALSE(has_changed_after(a_moment));
    EXPECT_TRUE(has_changed_after(FileWatch::quiet));
}

TEST_F(FileWatchTest, notices_what_changed_between_reading_and_watching) {
    const std::string file = folder.write("parley.yaml", "region: us\n");
    const FileVersion read = version_of(file);
    folder.write("parley.yaml", "region: mars\n");
    watch.expect({{file, read}}, now);
    EXPECT_TRUE(has_changed_after(FileWatch::quiet));
}

TEST_F(FileWatchTest, waits_for_ever_where_there_is_no_file) {
    watch.expect({}, now);
    EXPECT_TRUE(watch.next_look().is_never());
    EXPECT_FALSE(has_changed_after(std::chrono::hours(1)));
}

TEST(Sources, name_every_file_that_a_configuration_came_from_good_or_bad) {
    const TemporaryFolder folder;
    const std::string secret = folder.write("key", "sk-up-0001\n");
    const std::string good = folder.write("good.yaml", "keys: [{name: a, secret: \"${file:" + secret +
                                                           "}\"}]\n"
                                                           "tls: {certificate: /nowhere/c.pem, key: /nowhere/k.pem}\n");
    const std::string bad = folder.write("bad.yaml", "keys: [{name: a, secret: \"${file:/nowhere/key}\"}]\n");
    const auto paths_of = [](const std::string& file) {
        std::vector<std::string> paths;
        for (const SourceFile& source : read_config_file(file, environment_of({})).sources) paths.push_back(source.path);
        return paths;
    };
    EXPECT_EQ(paths_of(good), (std::vector<std::string>{good, secret, "/nowhere/c.pem", "/nowhere/k.pem"}));
    EXPECT_EQ(paths_of(bad), (std::vector<std::string>{bad, "/nowhere/key"}));
    EXPECT_EQ(paths_of("/nowhere/parley.yaml"), (std::vector<std::string>{"/nowhere/parley.yaml"}));
    const ConfigReading reading = read_config_file(good, environment_of({}));
    EXPECT_EQ(reading.sources[0].version, version_of(good));
    EXPECT_EQ(reading.sources[1].version, version_of(secret));
}

}  // namespace
}  // namespace parley::config
