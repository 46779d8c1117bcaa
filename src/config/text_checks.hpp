// text_checks.hpp: what a text in the configuration must be, beyond its length. Each answers with what is wrong, or
// nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::config {

/// 127.0.0.1:8080, [::1]:8080, localhost:0. A host without a port would listen somewhere nobody asked for.
std::optional<std::string> check_listen_address(std::string_view text);

/// A name or an address as a Host field has it, without a port: llm.example.com, 10.0.0.7, [::1].
std::optional<std::string> check_host(std::string_view text);

/// us or eu.
std::optional<std::string> check_region(std::string_view text);

/// us, eu or global.
std::optional<std::string> check_target_region(std::string_view text);

/// Letters, digits and . _ -: a name that fits into a path, a metric and a log line as it is.
std::optional<std::string> check_name(std::string_view text);

/// Printable ASCII without spaces, quotes and backslashes: a model id fits into JSON and a header as it is.
std::optional<std::string> check_model_id(std::string_view text);

/// Text that goes into a header field: printable ASCII without spaces, within both bounds. Never repeats the text.
std::optional<std::string> check_secret(std::string_view text, std::size_t bytes_min, std::size_t bytes_max);

}  // namespace parley::config
