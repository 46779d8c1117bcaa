#include "journal/examination.hpp"

#include <algorithm>
#include <optional>

#include "journal/limits.hpp"
#include "journal/segment_end.hpp"
#include "journal/whole_transfer.hpp"

namespace parley::journal {
namespace {

using State = ReadHeader::State;

// A chain of frames, and whether the one frame that somebody asks about is in it.
struct Awaited {
    std::uint64_t check;
    bool seen = false;

    void see(std::uint64_t other) { seen = seen || other == check; }
};

Error unreadable(const std::string& name, const std::error_code& error) {
    return Error{.message = "journal: " + name + ": " + error.message()};
}

Error unknown_version(const std::string& name, std::uint32_t version) {
    return Error{.message = "journal: " + name + " has format " + std::to_string(version) + ", this Parley reads up to format " +
                            std::to_string(format_version) + ": start the Parley that wrote it, so that it can move its records on"};
}

// Nothing where it is gone: between the list of names and now, a running Parley has moved its records on. Its file may even
// have become another segment while it was read; the header is written over before anything else is.
Result<std::optional<std::string>> read_segment(Directory& directory, const std::string& name, std::uint64_t bytes_max) {
    std::error_code error;
    const std::unique_ptr<File> file = directory.open(name, error);
    if (!file && error == std::errc::no_such_file_or_directory) return std::optional<std::string>();
    if (!file) return unreadable(name, error);
    std::string bytes;
    std::string header_after;
    error = read_range(*file, 0, bytes_max, bytes);
    if (!error) error = read_range(*file, 0, header_bytes, header_after);
    if (error) return unreadable(name, error);
    if (!bytes.starts_with(header_after)) return std::optional<std::string>();
    return std::optional(std::move(bytes));
}

bool is_readable(const ReadHeader& read) { return read.state == State::good || read.state == State::mended; }

void add_damage(SegmentReport& report, const Damage& damage) {
    if (report.damage.size() < damage_told_max) report.damage.push_back(damage);
    ++report.damage_count;
}

// Frame by frame to the seal, or to where no frame follows.
void scan_frames(SegmentReport& report, std::string_view bytes, Awaited& awaited) {
    const ChainEnd begin{.check = header_check(report.header)};
    awaited.see(begin.check);
    FrameScanner scanner(bytes.substr(header_bytes), header_bytes, report.header.salt, begin);
    for (;;) {
        const FrameScanner::Item item = scanner.next();
        if (const auto* const damage = std::get_if<Damage>(&item)) add_damage(report, *damage);
        if (const auto* const end = std::get_if<ScanEnd>(&item)) {
            const bool is_clean = is_clean_end(end->rest, end->at, report.header.is_reused);
            report.is_torn = !is_clean && !report.is_sealed;
            if (!is_clean && report.is_sealed) add_damage(report, {.from = end->at, .to = bytes.size()});
            return;
        }
        if (const auto* const frame = std::get_if<Frame>(&item)) {
            awaited.see(frame->end.check);
            report.end = scanner.offset();
            report.is_sealed = frame->record.type == RecordType::seal;
            if (!report.is_sealed) ++report.records;
        }
    }
}

Result<std::optional<SegmentReport>> examine_segment(Directory& directory, const SegmentId& id, Awaited& awaited) {
    const std::string name = segment_name(id);
    const Result<std::optional<std::string>> found = read_segment(directory, name, segment_bytes_max);
    if (!found) return found.error();
    if (!*found) return std::optional<SegmentReport>();
    const std::string& bytes = **found;
    const ReadHeader read = read_header(bytes);
    if (read.state == State::unknown_version) return unknown_version(name, read.version);

    SegmentReport report{.header = read.header, .header_state = read.state, .file_bytes = bytes.size()};
    if (is_readable(read) && read.header.is_nobodys()) {
        report.header_state = State::empty;  // whatever follows is of another segment, which is stored
    } else if (is_readable(read) && read.header.id == id) {
        report.end = header_bytes;
        scan_frames(report, bytes, awaited);
    } else if (read.state != State::empty || bytes.find_first_not_of('\0') != std::string::npos) {
        add_damage(report, {.from = 0, .to = bytes.size()});
    }
    report.header.id = id;
    return std::optional(std::move(report));
}

// The check after which the segment was begun; reads no more of it than its header. Nothing if that cannot be read.
std::optional<std::uint64_t> previous_of(Directory& directory, const SegmentId& id) {
    const Result<std::optional<std::string>> bytes = read_segment(directory, segment_name(id), header_bytes);
    if (!bytes || !*bytes) return std::nullopt;
    const ReadHeader read = read_header(**bytes);
    return is_readable(read) ? std::optional(read.header.previous) : std::nullopt;
}

bool same_thread(const SegmentId& one, const SegmentId& other) { return one.epoch == other.epoch && one.thread == other.thread; }
bool is_next(const SegmentId& one, const SegmentId& other) { return same_thread(one, other) && other.sequence == one.sequence + 1; }

// The segments among the files, in order; what the names alone say goes into the examination.
std::vector<SegmentId> take_names(const std::vector<std::string>& names, Examination& examination) {
    std::vector<SegmentId> ids;
    for (const std::string& name : names) {
        const std::optional<SegmentId> id = parse_segment_name(name);
        const std::optional<SegmentId> aside = parse_quarantine_name(name);
        if (id) ids.push_back(*id);
        if (aside) ++examination.kept_aside;
        if (parse_spare_name(name)) examination.spares.push_back(name);
        if (id || aside) examination.newest_epoch = std::max(examination.newest_epoch, (id ? id : aside)->epoch);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace

bool SegmentReport::is_damaged() const { return damage_count > 0 || header_state == State::mended; }

bool Examination::is_whole() const {
    return std::all_of(segments.begin(), segments.end(), [](const SegmentReport& each) { return each.is_whole(); });
}

std::uint64_t Examination::records() const {
    std::uint64_t sum = 0;
    for (const SegmentReport& each : segments) sum += each.records;
    return sum;
}

Result<Examination> examine(Directory& directory) {
    std::error_code error;
    const std::vector<std::string> names = directory.list(error);
    if (error) return unreadable("its directory", error);
    Examination examination;
    const std::vector<SegmentId> ids = take_names(names, examination);
    bool continues = true;
    for (std::size_t index = 0; index < ids.size(); ++index) {
        const bool has_next = index + 1 < ids.size() && is_next(ids[index], ids[index + 1]);
        const std::optional<std::uint64_t> begun_after = has_next ? previous_of(directory, ids[index + 1]) : std::nullopt;
        Awaited awaited{.check = begun_after.value_or(0)};
        Result<std::optional<SegmentReport>> found = examine_segment(directory, ids[index], awaited);
        if (!found) return found.error();
        if (!*found) {
            continues = true;  // nobody knows better
            continue;
        }
        SegmentReport& report = **found;
        report.continues = continues;
        if (index > 0 && same_thread(ids[index - 1], ids[index])) report.missing_before = ids[index].sequence - ids[index - 1].sequence - 1;
        examination.segments.push_back(std::move(report));
        continues = !begun_after || awaited.seen;
    }
    return examination;
}

}  // namespace parley::journal
