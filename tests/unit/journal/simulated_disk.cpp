#include "unit/journal/simulated_disk.hpp"

#include <algorithm>
#include <cstring>

namespace parley::journal {
namespace {

constexpr std::size_t sector_bytes = 512;  // that a disk writes whole or not at all

// Sector by sector, what was written last or what was there before.
std::string mixed(const std::string& synced, const std::string& now, const std::function<bool()>& survives) {
    std::string mixture = synced;
    mixture.resize(std::max(synced.size(), now.size()));
    for (std::size_t at = 0; at < now.size(); at += sector_bytes) {
        const std::string_view news = std::string_view(now).substr(at, sector_bytes);
        if (news != std::string_view(mixture).substr(at, news.size()) && survives()) news.copy(mixture.data() + at, news.size());
    }
    if (now.size() < synced.size() && survives()) mixture.resize(now.size());
    return mixture;
}

}  // namespace

class SimulatedDisk::OpenFile final : public File {
  public:
    OpenFile(SimulatedDisk& disk, std::shared_ptr<Content> content) : disk_(disk), content_(std::move(content)) {}

    std::error_code allocate(std::uint64_t bytes) override {
        const std::scoped_lock lock(disk_.mutex_);
        if (const Fault fault = disk_.begin(DiskCall::allocate); fault.error) return fault.error;
        if (!disk_.can_allocate) return std::make_error_code(std::errc::operation_not_supported);
        std::uint64_t used = bytes;
        for (const auto& [name, file] : disk_.files_) used += file->now.size();
        if (used > disk_.quota) return std::make_error_code(std::errc::no_space_on_device);
        content_->now.resize(std::max<std::size_t>(content_->now.size(), bytes));
        return {};
    }

    Transfer write_at(std::uint64_t offset, std::string_view bytes) override {
        const std::scoped_lock lock(disk_.mutex_);
        const Fault fault = disk_.begin(DiskCall::write);
        if (fault.error == std::errc::interrupted) return {.error = fault.error};
        if (fault.error || fault.cut_short) bytes = bytes.substr(0, bytes.size() / 2);
        content_->now.resize(std::max<std::size_t>(content_->now.size(), offset + bytes.size()));
        bytes.copy(content_->now.data() + offset, bytes.size());
        if (fault.error) return {.error = fault.error};
        return {.bytes = bytes.size()};
    }

    Transfer read_at(std::uint64_t offset, std::span<char> into) override {
        const std::scoped_lock lock(disk_.mutex_);
        const Fault fault = disk_.begin(DiskCall::read);
        if (fault.error) return {.error = fault.error};
        if (offset >= content_->now.size()) return {};
        return {.bytes = content_->now.copy(into.data(), into.size(), offset)};
    }

    std::error_code sync_data() override {
        const std::scoped_lock lock(disk_.mutex_);
        if (const Fault fault = disk_.begin(DiskCall::sync_data); fault.error) {
            content_->has_lost_writes = true;
            return fault.error;
        }
        if (!content_->has_lost_writes) content_->synced = content_->now;
        return {};
    }

    std::error_code truncate(std::uint64_t bytes) override {
        const std::scoped_lock lock(disk_.mutex_);
        if (const Fault fault = disk_.begin(DiskCall::truncate); fault.error) return fault.error;
        content_->now.resize(bytes);
        return {};
    }

  private:
    SimulatedDisk& disk_;
    const std::shared_ptr<Content> content_;
};

SimulatedDisk::Fault SimulatedDisk::begin(DiskCall call) {
    ++calls_[call];
    return fault ? fault(call) : Fault{};
}

std::unique_ptr<File> SimulatedDisk::create(const std::string& name, std::error_code& error) {
    const std::scoped_lock lock(mutex_);
    error = begin(DiskCall::create).error;
    if (!error && files_.contains(name)) error = std::make_error_code(std::errc::file_exists);
    if (error) return nullptr;
    return std::make_unique<OpenFile>(*this, files_[name] = std::make_shared<Content>());
}

std::unique_ptr<File> SimulatedDisk::open(const std::string& name, std::error_code& error) {
    const std::scoped_lock lock(mutex_);
    error = begin(DiskCall::open).error;
    const auto found = files_.find(name);
    if (!error && found == files_.end()) error = std::make_error_code(std::errc::no_such_file_or_directory);
    if (error) return nullptr;
    return std::make_unique<OpenFile>(*this, found->second);
}

std::error_code SimulatedDisk::remove(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    if (const Fault fault = begin(DiskCall::remove); fault.error) return fault.error;
    return files_.erase(name) > 0 ? std::error_code{} : std::make_error_code(std::errc::no_such_file_or_directory);
}

std::error_code SimulatedDisk::rename(const std::string& from, const std::string& to) {
    const std::scoped_lock lock(mutex_);
    if (const Fault fault = begin(DiskCall::rename); fault.error) return fault.error;
    auto file = files_.extract(from);
    if (!file) return std::make_error_code(std::errc::no_such_file_or_directory);
    files_[to] = std::move(file.mapped());
    return {};
}

std::vector<std::string> SimulatedDisk::list(std::error_code& error) {
    {
        const std::scoped_lock lock(mutex_);
        error = begin(DiskCall::list).error;
    }
    return error ? std::vector<std::string>() : names();
}

std::error_code SimulatedDisk::sync() {
    const std::scoped_lock lock(mutex_);
    if (const Fault fault = begin(DiskCall::sync_directory); fault.error) return fault.error;
    for (const auto& [name, file] : files_) file->name_is_synced = true;
    synced_files_ = files_;
    return {};
}

void SimulatedDisk::lose_power(const PowerCut& cut) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(files_, [](const auto& file) { return !file.second->name_is_synced; });
    if (cut.names_go_back) files_ = synced_files_;
    for (const auto& [name, file] : files_) {
        const bool mixes = cut.sector_survives && !file->has_lost_writes;
        file->now = file->synced = mixes ? mixed(file->synced, file->now, cut.sector_survives) : file->synced;
        file->has_lost_writes = false;
    }
    synced_files_ = files_;
}

std::uint64_t SimulatedDisk::calls(DiskCall call) const {
    const std::scoped_lock lock(mutex_);
    const auto found = calls_.find(call);
    return found == calls_.end() ? 0 : found->second;
}

std::uint64_t SimulatedDisk::allocated() const {
    const std::scoped_lock lock(mutex_);
    std::uint64_t sum = 0;
    for (const auto& [name, file] : files_) sum += file->now.size();
    return sum;
}

std::vector<std::string> SimulatedDisk::names() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> all;
    for (const auto& [name, file] : files_) all.push_back(name);
    return all;
}

std::string& SimulatedDisk::content(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    return files_.at(name)->now;
}

void SimulatedDisk::put(const std::string& name, std::string content) {
    const std::scoped_lock lock(mutex_);
    files_[name] = std::make_shared<Content>(Content{.now = content, .synced = content, .name_is_synced = true});
    synced_files_[name] = files_[name];
}

std::function<SimulatedDisk::Fault(DiskCall)> every_nth(DiskCall call, std::uint64_t n, SimulatedDisk::Fault fault) {
    return
        [=, count = std::uint64_t{0}](DiskCall made) mutable { return made == call && ++count % n == 0 ? fault : SimulatedDisk::Fault{}; };
}

std::function<SimulatedDisk::Fault(DiskCall)> always(DiskCall call, std::errc error) {
    return every_nth(call, 1, {.error = std::make_error_code(error)});
}

}  // namespace parley::journal
