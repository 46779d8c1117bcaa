#include "transcripts/field_reads.hpp"

#include <cmath>

#include "transcripts/transcript.hpp"

namespace parley::transcripts {
namespace {

/// Ten years: no recording is longer, and sums of moments cannot overflow.
constexpr std::int64_t moment_ms_max = 10LL * 366 * 24 * 3600 * 1000;

std::optional<std::int64_t> milliseconds(json::Value value, TimeUnit unit) {
    if (unit == TimeUnit::milliseconds) return value.integer();
    const std::optional<double> seconds = value.number();
    if (!seconds || !(std::abs(*seconds) <= moment_ms_max / 1000)) return std::nullopt;
    return std::llround(*seconds * 1000);
}

}  // namespace

std::string Place::text() const {
    std::string path = around ? around->text() : std::string();
    if (!path.empty() && !name.empty()) path += '.';
    path += name;
    if (index) path += "[" + std::to_string(*index) + "]";
    return path;
}

void Faults::note(const Place& place, std::string_view name, std::string_view what) {
    if (any()) return;
    const Place member{&place, name};
    first_ = member.text();
    first_ += first_.empty() ? "transcript " : " ";
    first_ += what;
}

Error Faults::error() const {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "invalid transcript", .problems = {first_}};
}

std::string read_text(json::Value value, std::string_view name, const Place& place, Faults& faults) {
    if (value.is_missing()) return {};
    if (value.is(json::Kind::string)) return value.string();
    faults.note(place, name, "must be a string");
    return {};
}

std::string read_label(json::Value value, std::string_view name, const Place& place, Faults& faults) {
    if (const auto number = value.integer()) return std::to_string(*number);
    std::string label = read_text(value, name, place, faults);
    if (label.size() <= label_bytes_max) return label;
    faults.note(place, name, "must be at most " + std::to_string(label_bytes_max) + " bytes long");
    return {};
}

std::optional<double> read_confidence(json::Value value, std::string_view name, const Place& place, Faults& faults) {
    if (value.is_missing()) return std::nullopt;
    const std::optional<double> confidence = value.number();
    if (!confidence) faults.note(place, name, "must be a number");
    return confidence;
}

json::Value read_list(json::Value value, std::string_view name, std::size_t most, const Place& place, Faults& faults) {
    if (value.is_missing()) return {};
    if (!value.is(json::Kind::array)) {
        faults.note(place, name, "must be an array");
        return {};
    }
    if (value.size() > most) {
        faults.note(place, name, "must hold at most " + std::to_string(most) + " entries");
        return {};
    }
    std::size_t at = 0;
    for (const json::Value element : value.elements()) {
        if (!element.is(json::Kind::object)) {
            const Place entry{&place, name, at};
            faults.note(entry, "", "must be an object");
            return {};
        }
        ++at;
    }
    return value;
}

std::int64_t read_moment(json::Value value, TimeUnit unit, std::string_view name, const Place& place, Faults& faults) {
    const std::optional<std::int64_t> moment = milliseconds(value, unit);
    if (moment && *moment >= 0 && *moment <= moment_ms_max) return *moment;
    if (value.is_missing()) {
        faults.note(place, name, "is required");
    } else if (!moment) {
        faults.note(place, name, unit == TimeUnit::milliseconds ? "must be a whole number of milliseconds" : "must be a number of seconds");
    } else {
        faults.note(place, name, "must lie between 0 and ten years");
    }
    return 0;
}

}  // namespace parley::transcripts
