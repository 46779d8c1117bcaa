// file_watch.hpp: notices that the configuration, or a file that it names, is another one than was read.
//
// What counts is a file's version (file_version.hpp), links followed. inotify only says when to look: it watches the
// directory in which the configuration file is named and the one in which it lies, rather than the file, because an
// editor's rename into place and Kubernetes' swap of a symbolic link both show there. Secrets and certificates, file
// systems that tell nothing (NFS) and machines without free inotify watches are covered by a look every few seconds.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/deadline.hpp"
#include "config/debounce.hpp"
#include "config/file_version.hpp"

namespace parley::config {

class FileWatch {
  public:
    static constexpr Duration quiet = std::chrono::milliseconds(200);  // after the last change, before it is read
    static constexpr Duration patience = std::chrono::seconds(2);      // with changes that do not end
    static constexpr Duration look_interval = std::chrono::seconds(3);

    FileWatch();
    ~FileWatch();
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

    /// The files as they were read, the configuration itself first. Empty: there is nothing to watch.
    void expect(std::vector<SourceFile> sources, TimePoint now);

    /// Readable when something stirred; -1 where inotify is not to be had.
    int descriptor() const { return inotify_; }
    /// When has_changed() wants to be called at the latest.
    Deadline next_look() const;
    /// True when a file is another one than was expected, and has been left alone for a moment. Never waits.
    bool has_changed(TimePoint now);

  private:
    void watch_directories();
    bool something_stirred();
    bool differs() const;

    int inotify_;
    std::vector<int> watches_;
    std::vector<SourceFile> sources_;
    Debounce debounce_{quiet, patience};
    Deadline next_look_ = Deadline::never();
};

}  // namespace parley::config
