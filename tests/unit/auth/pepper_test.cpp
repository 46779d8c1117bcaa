#include "auth/pepper.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "auth/secret_file.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::auth {
namespace {

std::string refusal_of(const std::optional<std::string>& variable, const std::string& file) {
    const Result<Secret> pepper = load_pepper(variable, file);
    return pepper ? "" : pepper.error().message;
}

TEST(Pepper, is_made_once_for_its_owner_alone) {
    store::TemporaryFolder folder;
    const std::string file = folder.file("key_pepper");
    const Secret made = load_pepper(std::nullopt, file).value();
    EXPECT_EQ(made.reveal().size(), 64u);
    EXPECT_EQ(load_pepper(std::nullopt, file).value(), made);
    EXPECT_EQ(load_pepper("", file).value(), made) << "a variable that is set to nothing counts as not set";
    struct stat found {};
    ASSERT_EQ(::stat(file.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
    store::TemporaryFolder other;
    EXPECT_NE(load_pepper(std::nullopt, other.file("key_pepper")).value(), made);
}

TEST(Pepper, of_the_environment_wins_and_makes_no_file) {
    store::TemporaryFolder folder;
    const std::string file = folder.file("key_pepper");
    EXPECT_EQ(load_pepper(std::string(secret_file_bytes_min, 'p'), file).value(), Secret(std::string(secret_file_bytes_min, 'p')));
    EXPECT_EQ(load_pepper(std::string(secret_file_bytes_max, 'p'), file).value(), Secret(std::string(secret_file_bytes_max, 'p')));
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(Pepper, must_have_the_right_length) {
    store::TemporaryFolder folder;
    const std::string file = folder.file("key_pepper");
    const std::string wrong = "PARLEY_PEPPER: must have 32 to 64 characters";
    EXPECT_EQ(refusal_of(std::string(secret_file_bytes_min - 1, 'p'), file), wrong);
    EXPECT_EQ(refusal_of(std::string(secret_file_bytes_max + 1, 'p'), file), wrong);
    std::ofstream(file) << "cut short\n";
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
    EXPECT_EQ(refusal_of(std::nullopt, file), file + ": must have 32 to 64 characters");
}

TEST(Pepper, that_others_can_read_is_refused) {
    store::TemporaryFolder folder;
    const std::string file = folder.file("key_pepper");
    ASSERT_TRUE(load_pepper(std::nullopt, file).has_value());
    ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
    EXPECT_EQ(refusal_of(std::nullopt, file), file + ": others may read it: chmod 600 it, or make a new one");
}

TEST(Pepper, that_cannot_be_kept_is_refused_with_its_path) {
    EXPECT_EQ(refusal_of(std::nullopt, "/nowhere/key_pepper"), "/nowhere/key_pepper: cannot be written: No such file or directory");
}

}  // namespace
}  // namespace parley::auth
