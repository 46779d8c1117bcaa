// The journal on real files, with its real threads.
#include "journal/journal.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "unit/journal/journal_rig.hpp"

namespace parley::journal {
namespace {

using Payloads = std::vector<std::string>;

class RealJournal : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "/journal-XXXXXX";
        ASSERT_TRUE(::mkdtemp(pattern.data()));
        path_ = pattern + "/journal";
    }
    void TearDown() override { std::filesystem::remove_all(std::filesystem::path(path_).parent_path()); }

    std::unique_ptr<Directory> directory() { return std::move(open_directory(path_).value()); }

    std::string path_;
};

struct BadOptions {
    const char* message;
    JournalOptions options;
};

TEST(JournalOptions, are_taken_at_their_bounds_and_refused_beyond_by_name) {
    const JournalOptions good[] = {
        {.segment_bytes = segment_bytes_min, .total_bytes = 2 * segment_bytes_min},
        {.segment_bytes = segment_bytes_max, .total_bytes = 2 * segment_bytes_max},
        {.segment_bytes = segment_bytes_min, .total_bytes = 2 * segment_bytes_min * threads_max, .threads = threads_max},
    };
    for (const JournalOptions& options : good) {
        SimulatedDisk disk;
        EXPECT_TRUE(Journal::open(disk, options, nullptr, Journal::Syncing::by_hand));
    }
    const BadOptions bad[] = {
        {"journal: segment_bytes must be from 4096 to 67108864", {.segment_bytes = segment_bytes_min - 1}},
        {"journal: segment_bytes must be from 4096 to 67108864", {.segment_bytes = segment_bytes_max + 1}},
        {"journal: threads must be from 1 to 1024", {.threads = 0}},
        {"journal: threads must be from 1 to 1024", {.threads = threads_max + 1}},
        {"journal: total_bytes must be at least 24576, two segments for each thread",
         {.segment_bytes = 4096, .total_bytes = 24575, .threads = 3}},
    };
    for (const BadOptions& each : bad) {
        SimulatedDisk disk;
        const auto opened = Journal::open(disk, each.options, nullptr, Journal::Syncing::by_hand);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().kind, ErrorKind::bad_request);
        EXPECT_EQ(opened.error().message, each.message);
    }
}

TEST_F(RealJournal, is_read_back_by_the_next_run_from_files_that_are_nobody_elses) {
    const JournalOptions options{.segment_bytes = small_segment, .total_bytes = 64 * small_segment};
    const std::unique_ptr<Directory> files = directory();
    {
        const auto journal = std::move(Journal::open(*files, options, nullptr, Journal::Syncing::by_hand).value());
        const auto appender = journal->make_appender(
            0, [] {}, Clock::now());
        for (int count = 0; count < 60; ++count) {
            auto reservation = appender->open("open " + std::to_string(count), {.close_bytes_max = 64}, Clock::now());
            ASSERT_TRUE(reservation);
            appender->close(std::move(*reservation), "close " + std::to_string(count));
            EXPECT_TRUE(appender->flush(Clock::now()).written);
            journal->sync();
        }
        struct stat status {};
        ASSERT_EQ(::stat((path_ + "/journal-1-0-1.segment").c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777u, 0600u);
        ASSERT_EQ(::stat(path_.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777u, 0700u);
    }
    const auto journal = std::move(Journal::open(*files, options, nullptr).value());
    EXPECT_TRUE(journal->found().is_whole());
    EXPECT_EQ(journal->found().records(), 120u);
    JournalReader reader = journal->make_reader();
    int read = 0;
    for (auto record = reader.next(); record.value(); record = reader.next()) ++read;
    EXPECT_EQ(read, 120);
    reader.acknowledge();
    EXPECT_TRUE(std::filesystem::is_empty(path_));
}

TEST_F(RealJournal, says_why_its_directory_cannot_be_opened) {
    EXPECT_EQ(open_directory(path_ + "/a/b").error().message, "journal " + path_ + "/a/b: No such file or directory");
    EXPECT_EQ(open_directory("/dev/null").error().message, "journal /dev/null: Not a directory");
}

// The appender's thread, which is woken as a loop would be: by a word from the sync thread.
class WokenAppender {
  public:
    WokenAppender(Journal& journal, std::uint32_t thread) : journal_(journal), thread_(thread) {}

    // One exchange after the other, each told to be durable before the next begins.
    int run(int exchanges) {
        const auto appender = journal_.make_appender(
            thread_, [this] { wake(); }, Clock::now());
        int told = 0;
        for (int count = 0; count < exchanges; ++count) {
            auto reservation = appender->open("open", {.close_bytes_max = 5}, Clock::now());
            if (!reservation) break;
            const Ticket closed = appender->close(std::move(*reservation), "close");
            bool durable = false;
            appender->flush(Clock::now());
            appender->when_durable(closed, [&durable] { durable = true; });
            while (!durable) {
                woken_.wait(false);
                woken_ = false;
                appender->flush(Clock::now());
            }
            ++told;
        }
        appender->finish(Clock::now());
        return told;
    }

  private:
    void wake() {
        woken_ = true;
        woken_.notify_one();
    }

    Journal& journal_;
    const std::uint32_t thread_;
    std::atomic<bool> woken_ = false;
};

TEST_F(RealJournal, serves_two_threads_that_wait_for_the_disk_while_a_third_drains) {
    constexpr int exchanges = 200;
    const JournalOptions options{
        .segment_bytes = small_segment, .total_bytes = 8 * small_segment, .threads = 2, .durability = Durability::power};
    const std::unique_ptr<Directory> files = directory();
    std::unique_ptr<Journal> journal = std::move(Journal::open(*files, options, nullptr).value());
    std::atomic<bool> done = false;
    auto drained = std::async(std::launch::async, [&journal, &done] {
        JournalReader reader = journal->make_reader();
        int records = 0;
        for (bool last = false; !last;) {
            last = done;
            for (auto record = reader.next(); record.value(); record = reader.next()) ++records;
            reader.acknowledge();
            std::this_thread::yield();
        }
        return records;
    });
    WokenAppender first(*journal, 0);
    WokenAppender second(*journal, 1);
    auto told = std::async(std::launch::async, [&first] { return first.run(exchanges); });
    EXPECT_EQ(second.run(exchanges), exchanges);
    EXPECT_EQ(told.get(), exchanges);
    done = true;
    EXPECT_EQ(drained.get(), 2 * 2 * exchanges);
    EXPECT_EQ(journal->bytes_used(), 0u);
    EXPECT_TRUE(journal->segments().list().empty());
    journal.reset();
    EXPECT_TRUE(std::filesystem::is_empty(path_)) << "a spare is left";
}

TEST(SyncThread, syncs_by_itself_under_crash_durability_too_and_once_more_when_it_ends) {
    JournalRig rig;
    std::promise<void> synced;
    bool first = true;
    rig.disk.fault = [&](DiskCall call) {
        if (call == DiskCall::sync_data && std::exchange(first, false)) synced.set_value();
        return SimulatedDisk::Fault{};
    };
    {
        const auto journal = std::move(Journal::open(rig.disk, rig.options, nullptr).value());
        const auto appender = journal->make_appender(
            0, [] {}, Clock::now());
        EXPECT_TRUE(appender->open("one", {}, Clock::now()));
        appender->flush(Clock::now());
        synced.get_future().wait();
        EXPECT_TRUE(appender->open("two", {}, Clock::now()));
        appender->flush(Clock::now());
    }
    rig.disk.lose_power();
    rig.start();
    EXPECT_EQ(rig.read_all(), (Payloads{"one", "two"}));
}

// One MiB of memory as a file system, for as long as it lives.
class SmallFileSystem {
  public:
    explicit SmallFileSystem(const std::string& path)
        : path_(path), mounted_(::mount("tmpfs", path_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=0700") == 0) {}
    ~SmallFileSystem() {
        if (mounted_) ::umount(path_.c_str());
    }
    bool is_mounted() const { return mounted_; }

  private:
    const std::string path_;
    const bool mounted_;
};

// A file system with room for a few segments. Mounting needs rights that not every machine gives; without them a directory
// of the ordinary one is filled up to the journal's own limit, which has to look the same from outside.
TEST_F(RealJournal, refuses_on_a_full_file_system_closes_what_runs_and_goes_on_when_there_is_room) {
    constexpr std::uint64_t segment = 256 * 1024;
    std::filesystem::create_directory(path_);
    const SmallFileSystem small(path_);
    RecordProperty("tmpfs", small.is_mounted() ? "mounted" : "not allowed here");
    const JournalOptions options{.segment_bytes = segment, .total_bytes = small.is_mounted() ? 100 * segment : 4 * segment};
    const std::unique_ptr<Directory> files = directory();
    int refusals = 0;
    const auto count_refusal = [&refusals](const Notice& notice) { refusals += notice.kind == NoticeKind::no_segment; };
    const auto journal = std::move(Journal::open(*files, options, count_refusal, Journal::Syncing::by_hand).value());
    TimePoint now = Clock::now();
    const auto appender = journal->make_appender(
        0, [] {}, now);
    JournalReader reader = journal->make_reader();
    std::size_t accepted = 0;
    std::size_t read = 0;
    for (int cycle = 1; cycle <= 20; ++cycle) {
        auto running = appender->open("running", {.close_bytes_max = 1000}, now);
        ASSERT_TRUE(running) << cycle;
        for (;;) {
            auto reservation = appender->open("open", {.close_bytes_max = 1000}, now);
            if (!reservation) break;
            appender->close(std::move(*reservation), std::string(1000, 'c'));
            EXPECT_TRUE(appender->flush(now).written);
            accepted += 2;
            if (accepted % 100 == 0) {
                journal->sync();
                appender->flush(now);
            }
        }
        EXPECT_NE(appender->state(), AppenderState::good);
        EXPECT_EQ(refusals, cycle);
        appender->close(std::move(*running), std::string(1000, 'r'));
        EXPECT_TRUE(appender->flush(now).written);
        accepted += 2;

        for (auto record = reader.next(); record.value(); record = reader.next()) ++read;
        reader.acknowledge();
        journal->sync();
        now += retry_interval;
        appender->flush(now);
        EXPECT_EQ(appender->state(), AppenderState::good) << cycle;
    }
    EXPECT_EQ(read, accepted);
}

}  // namespace
}  // namespace parley::journal
