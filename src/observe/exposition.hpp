// exposition.hpp: Prometheus' text format, version 0.0.4. Source: Prometheus docs, "Exposition formats".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "observe/cell.hpp"

namespace parley::observe {

/// `# HELP` and `# TYPE`: once for each family, before its samples. `help` has neither backslashes nor line ends.
void append_description(std::string& out, std::string_view name, std::string_view type, std::string_view help);

/// labels  printed label by label (`kind="input"`, commas between), or empty.
void append_sample(std::string& out, std::string_view name, std::string_view labels, double value);
void append_sample(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value);

/// The samples of one histogram, in seconds, added up over the threads.
void append_histogram(std::string& out, std::string_view name, std::string_view labels, const std::vector<const Histogram*>& threads);

/// `name="value"`, with the value escaped.
std::string print_label(std::string_view name, std::string_view value);

/// For values that are asked rather than counted: description and sample.
void append_gauge(std::string& out, std::string_view name, std::string_view help, double value);

}  // namespace parley::observe
