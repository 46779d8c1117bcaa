#include "journal/findings.hpp"

#include "journal/segment_name.hpp"

namespace parley::journal {
namespace {

std::string places(const SegmentReport& report) {
    std::string text = report.header_state == ReadHeader::State::mended ? "one of its header's copies is damaged; " : "";
    for (const Damage& damage : report.damage) {
        if (damage.from == damage.to) {
            text += "records are missing at byte " + std::to_string(damage.from) + "; ";
        } else {
            text += "bytes " + std::to_string(damage.from) + " to " + std::to_string(damage.to) + " are no record; ";
        }
    }
    return text + std::to_string(report.records) + " records can be read";
}

}  // namespace

std::vector<Notice> findings_of(const SegmentReport& report) {
    const std::string name = segment_name(report.header.id);
    std::vector<Notice> findings;
    if (report.is_damaged()) findings.push_back({NoticeKind::damage_found, name, places(report)});
    if (report.is_torn) {
        findings.push_back({NoticeKind::torn_tail, name, "its last write was cut short at byte " + std::to_string(report.end)});
    }
    if (report.missing_before > 0) {
        findings.push_back({NoticeKind::segment_missing, name, std::to_string(report.missing_before) + " segments before it are missing"});
    }
    if (!report.continues) {
        findings.push_back({NoticeKind::segment_missing, name, "the segment before it ends too soon, or is another than it was"});
    }
    return findings;
}

}  // namespace parley::journal
