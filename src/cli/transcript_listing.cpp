#include "cli/transcript_listing.hpp"

#include "cli/text_table.hpp"
#include "json/document.hpp"
#include "terminal/visible.hpp"
#include "transcripts/kept_document.hpp"

namespace parley::cli {
namespace {

constexpr std::size_t minute_characters = 16;  // 2026-11-30T18:20

/// "2026-11-30 18:20", in UTC, of a moment to the microsecond.
std::string minute_of(const std::string& moment) {
    std::string minute = terminal::visible_line(moment.substr(0, minute_characters));
    if (const std::size_t time = minute.find('T'); time != std::string::npos) minute[time] = ' ';
    return minute;
}

}  // namespace

Result<std::string> print_listing(std::string_view page) {
    json::Document document;
    const json::Value list = document.parse(page) ? json::Value() : document.root().find("transcripts");
    if (!list.is(json::Kind::array)) {
        return Error{
            .kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "the gateway gave no list of transcripts"};
    }
    if (list.size() == 0) return std::string();
    TextTable table({{"CREATED (UTC)"}, {"STATUS"}, {"ID"}});
    for (const json::Value one : list.elements()) {
        const bool is_deleted = one.find("audio_url").equals(transcripts::deleted_audio);
        const std::string status = is_deleted ? "deleted" : terminal::visible_line(one.find("status").string());
        table.add({minute_of(one.find("created").string()), status, terminal::visible_line(one.find("id").string())});
    }
    return table.text();
}

}  // namespace parley::cli
