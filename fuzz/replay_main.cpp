// replay_main.cpp: runs a fuzz target over files and folders, without libFuzzer, so that any compiler can.
//
//   request_head_replay fuzz/corpus/request_head [file or folder ...]
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

bool replay(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return false;
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    int replayed = 0;
    for (int i = 1; i < count; ++i) {
        if (std::filesystem::is_directory(arguments[i])) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[i])) {
                if (entry.is_regular_file()) replayed += replay(entry.path());
            }
        } else if (replay(arguments[i])) {
            ++replayed;
        } else {
            std::fprintf(stderr, "cannot read %s\n", arguments[i]);
            return 1;
        }
    }
    std::printf("%d inputs replayed\n", replayed);
    return replayed == 0;  // a corpus that went missing must not look like success
}
