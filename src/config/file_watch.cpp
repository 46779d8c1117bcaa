#include "config/file_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace parley::config {
namespace {

// A writer that is still writing is not worth a look; what it leaves when it closes the file is. A log that grows beside
// the configuration wakes nobody.
constexpr std::uint32_t finished_changes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_ONLYDIR;

std::vector<std::string> directories_of(const std::string& file) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path named = fs::absolute(file, error).parent_path();
    const fs::path real = fs::canonical(file, error).parent_path();  // empty where the file is gone
    std::vector<std::string> directories{named.string()};
    if (!real.empty() && real != named) directories.push_back(real.string());
    return directories;
}

}  // namespace

FileWatch::FileWatch() : inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

FileWatch::~FileWatch() {
    if (inotify_ >= 0) ::close(inotify_);
}

void FileWatch::expect(std::vector<SourceFile> sources, TimePoint now) {
    sources_ = std::move(sources);
    debounce_.reset();
    next_look_ = sources_.empty() ? Deadline::never() : Deadline::after(now, look_interval);
    watch_directories();
    if (differs()) debounce_.stir(now);  // changed since it was read, perhaps before the watch was there
}

// Watching a directory again gives the same number again: those that are not given again have become idle.
void FileWatch::watch_directories() {
    std::vector<int> watches;
    if (inotify_ >= 0 && !sources_.empty()) {
        for (const std::string& directory : directories_of(sources_.front().path)) {
            const int watch = ::inotify_add_watch(inotify_, directory.c_str(), finished_changes);
            if (watch >= 0) watches.push_back(watch);
        }
    }
    for (const int old : watches_) {
        if (std::find(watches.begin(), watches.end(), old) == watches.end()) ::inotify_rm_watch(inotify_, old);
    }
    watches_ = std::move(watches);
}

Deadline FileWatch::next_look() const { return debounce_.is_stirred() ? debounce_.due() : next_look_; }

bool FileWatch::has_changed(TimePoint now) {
    if (something_stirred()) debounce_.stir(now);
    if (!debounce_.is_stirred()) {
        if (!next_look_.passed(now)) return false;
        next_look_ = Deadline::after(now, look_interval);
        if (differs()) debounce_.stir(now);  // it may be half written: looked at once more, like any other change
        return false;
    }
    if (!debounce_.due().passed(now)) return false;
    debounce_.reset();
    next_look_ = Deadline::after(now, look_interval);
    return differs();
}

// What the events say is of no use: names lie when links are swapped. They are only taken out of the queue.
bool FileWatch::something_stirred() {
    alignas(inotify_event) std::array<char, 16 * 1024> events;
    bool stirred = false;
    while (inotify_ >= 0 && ::read(inotify_, events.data(), events.size()) > 0) stirred = true;
    return stirred;
}

bool FileWatch::differs() const {
    return std::any_of(sources_.begin(), sources_.end(), [](const SourceFile& each) { return version_of(each.path) != each.version; });
}

}  // namespace parley::config
