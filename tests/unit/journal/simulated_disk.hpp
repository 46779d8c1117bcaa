// simulated_disk.hpp: a disk in memory that misbehaves on demand and forgets, when the power fails, what was not synced.
//
// A failing fdatasync behaves as on Linux: what it was to write is lost, and the next call succeeds without having written it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "journal/directory.hpp"

namespace parley::journal {

/// What a power cut takes of what was not synced.
struct PowerCut {
    bool names_go_back = false;                  // to what they were when the directory was synced last
    std::function<bool()> sector_survives = {};  // asked for each sector with news; not set: none does
};

enum class DiskCall : std::uint8_t {
    create,
    open,
    allocate,
    write,
    read,
    sync_data,
    truncate,
    remove,
    rename,
    list,
    sync_directory,
};

class SimulatedDisk final : public Directory {
  public:
    struct Fault {
        std::error_code error = {};
        bool cut_short = false;  // a write takes half of the bytes and says so
    };
    /// Asked before every call, if set. A fault with an error: the call fails; a write has then taken half of the bytes.
    std::function<Fault(DiskCall)> fault;
    /// What allocate gives out in total; truncated and removed files give back.
    std::uint64_t quota = std::uint64_t{1} << 40;
    bool can_allocate = true;
    bool in_place = true;

    std::unique_ptr<File> create(const std::string& name, std::error_code& error) override;
    std::unique_ptr<File> open(const std::string& name, std::error_code& error) override;
    std::error_code remove(const std::string& name) override;
    std::error_code rename(const std::string& from, const std::string& to) override;
    std::vector<std::string> list(std::error_code& error) override;
    std::error_code sync() override;
    bool overwrites_in_place() override { return in_place; }

    void lose_power(const PowerCut& cut = {});

    std::uint64_t calls(DiskCall call) const;
    std::uint64_t allocated() const;
    std::vector<std::string> names() const;
    /// What the file holds now, to be looked at or to be spoilt.
    std::string& content(const std::string& name);
    void put(const std::string& name, std::string content);

  private:
    struct Content {
        std::string now;
        std::string synced;
        bool name_is_synced = false;
        bool has_lost_writes = false;
    };
    class OpenFile;

    Fault begin(DiskCall call);  // under mutex_

    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Content>> files_;
    std::map<std::string, std::shared_ptr<Content>> synced_files_;  // their names
    std::map<DiskCall, std::uint64_t> calls_;
};

/// The n-th call of this kind, and every n-th after it, has the fault.
std::function<SimulatedDisk::Fault(DiskCall)> every_nth(DiskCall call, std::uint64_t n, SimulatedDisk::Fault fault);
/// All calls of this kind have.
std::function<SimulatedDisk::Fault(DiskCall)> always(DiskCall call, std::errc error);

}  // namespace parley::journal
