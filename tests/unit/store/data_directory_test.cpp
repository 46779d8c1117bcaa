#include "store/data_directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "unit/store/temporary_folder.hpp"

namespace parley::store {
namespace {

using Missing = DataDirectory::Missing;

std::string refusal_of(const std::string& path, Missing missing = Missing::make) {
    const Result<DataDirectory> opened = DataDirectory::open(path, missing);
    return opened ? "" : opened.error().message;
}

unsigned mode_of(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
}

TEST(DataDirectory, is_made_for_its_owner_alone) {
    TemporaryFolder folder;
    const std::string path = folder.file("data");
    ASSERT_TRUE(DataDirectory::open(path, Missing::make).has_value());
    EXPECT_EQ(mode_of(path), 0700u);
    EXPECT_EQ(mode_of(path + "/lock"), 0600u);
}

TEST(DataDirectory, belongs_to_one_at_a_time) {
    TemporaryFolder folder;
    const std::string path = folder.file("data");
    {
        const auto first = DataDirectory::open(path, Missing::make);
        const auto second = DataDirectory::open(path, Missing::make);
        ASSERT_TRUE(second.has_error());
        EXPECT_EQ(second.error().kind, ErrorKind::not_ready);
        EXPECT_EQ(second.error().message,
                  "data directory " + path + ": in use by process " + std::to_string(::getpid()) + "; one Parley at a time");
    }
    EXPECT_EQ(refusal_of(path), "") << "free again once the first has gone";
}

TEST(DataDirectory, is_not_made_for_someone_who_only_looks) {
    TemporaryFolder folder;
    const std::string path = folder.file("data");
    const auto opened = DataDirectory::open(path, Missing::refuse);
    ASSERT_TRUE(opened.has_error());
    EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
    EXPECT_EQ(opened.error().message, "data directory " + path + ": does not exist");
    EXPECT_NE(::access(path.c_str(), F_OK), 0);
}

TEST(DataDirectory, says_in_one_line_what_is_in_its_way) {
    TemporaryFolder folder;
    std::ofstream(folder.file("a_file")) << "x";
    EXPECT_EQ(refusal_of(folder.file("no/parent")),
              "data directory " + folder.file("no/parent") + ": cannot be made: the folder it should stand in does not exist");
    EXPECT_EQ(refusal_of(folder.file("a_file")), "data directory " + folder.file("a_file") + ": is not a directory");
    EXPECT_EQ(refusal_of(folder.file("a_file/data")), "data directory " + folder.file("a_file/data") + ": Not a directory");
    // A directory of ours in which nobody can make a file, whatever their rights.
    EXPECT_EQ(refusal_of("/proc/self").find("data directory /proc/self: cannot be written: "), 0u);
}

TEST(DataDirectory, that_others_may_write_to_is_refused) {
    TemporaryFolder folder;
    ASSERT_EQ(::chmod(folder.path().c_str(), 0770), 0);
    EXPECT_EQ(refusal_of(folder.path()), "data directory " + folder.path() + ": others may write to it: chmod go-w it first");
    ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
    EXPECT_EQ(refusal_of(folder.path()), "");
}

TEST(DataDirectory, of_somebody_else_is_refused) {
    TemporaryFolder folder;
    std::string path = "/";  // root's
    if (::geteuid() == 0) {
        path = folder.path();
        ASSERT_EQ(::chown(path.c_str(), 1, 1), 0);
    }
    EXPECT_NE(refusal_of(path).find("belongs to user "), std::string::npos);
}

}  // namespace
}  // namespace parley::store
