#include "observe/exposition.hpp"

#include <fmt/format.h>

#include <iterator>

namespace parley::observe {
namespace {

std::string in_braces(std::string_view labels) { return labels.empty() ? "" : fmt::format("{{{}}}", labels); }

}  // namespace

void append_description(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, double value) {
    fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, in_braces(labels), value);
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value) {
    fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, in_braces(labels), value);
}

void append_histogram(std::string& out, std::string_view name, std::string_view labels, const std::vector<const Histogram*>& threads) {
    const std::string_view comma = labels.empty() ? "" : ",";
    std::uint64_t below = 0;
    std::uint64_t nanoseconds = 0;
    for (std::size_t bucket = 0; bucket < Histogram::bucket_count; ++bucket) {
        for (const Histogram* thread : threads) below += thread->in_bucket(bucket);
        const bool is_last = bucket == bucket_bounds_ms.size();
        const std::string bound = is_last ? "+Inf" : fmt::format("{}", bucket_bounds_ms[bucket] / 1000.0);
        fmt::format_to(std::back_inserter(out), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound, below);
    }
    for (const Histogram* thread : threads) nanoseconds += thread->sum_nanoseconds();
    fmt::format_to(std::back_inserter(out), "{0}_sum{1} {2}\n{0}_count{1} {3}\n", name, in_braces(labels), nanoseconds / 1e9, below);
}

std::string print_label(std::string_view name, std::string_view value) {
    std::string label = fmt::format("{}=\"", name);
    for (const char c : value) {
        if (c == '\n') {
            label += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') label += '\\';
        label += c;
    }
    return label += '"';
}

void append_gauge(std::string& out, std::string_view name, std::string_view help, double value) {
    append_description(out, name, "gauge", help);
    append_sample(out, name, "", value);
}

}  // namespace parley::observe
