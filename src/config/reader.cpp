#include "config/reader.hpp"

#include <algorithm>
#include <map>

#include "config/nearest_name.hpp"
#include "config/quantities.hpp"
#include "config/substitute.hpp"
#include "config/text_checks.hpp"
#include "http/numbers.hpp"

namespace parley::config {
namespace {

std::string_view name_of(Node::Kind kind) {
    switch (kind) {
        case Node::Kind::nothing: return "nothing";
        case Node::Kind::scalar: return "text";
        case Node::Kind::sequence: return "a list";
        case Node::Kind::mapping: return "a mapping";
    }
    return {};
}

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value < 0x20 || value == 0x7f;
    });
}

}  // namespace

std::string quoted(std::string_view text) {
    constexpr std::size_t bytes_max = 40;
    if (text.size() <= bytes_max) return "'" + std::string(text) + "'";
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not inside a code point
    return "'" + std::string(text.substr(0, end)) + "...'";
}

Reader::Reader(std::string file, const Environment& environment) : file_(std::move(file)), environment_(environment) {}

Reader::Step Reader::into(std::string_view name) { return Step(path_, (path_.empty() ? "" : ".") + std::string(name)); }

Reader::Step Reader::at(std::size_t index) { return Step(path_, "[" + std::to_string(index) + "]"); }

void Reader::problem(Mark mark, std::string message, std::string hint) {
    if (problems_.size() > problems_max) return;
    problems_.push_back({file_, mark.line, mark.column, path_, std::move(message), std::move(hint)});
}

void Reader::warn(Mark mark, std::string_view message) {
    warnings_.push_back(to_text({file_, mark.line, mark.column, path_, std::string(message), {}}));
}

void Reader::unknown_name(const Entry& entry, const std::vector<std::string>& known) {
    const auto nearest = nearest_name(entry.name, known);
    problem(entry.mark, "unknown name", nearest ? "did you mean '" + *nearest + "'?" : "");
}

bool Reader::expect(const Node& node, Node::Kind kind) {
    if (node.kind == Node::Kind::nothing) {
        problem(node.mark, "has no value");
        return false;
    }
    if (node.kind != kind) {
        problem(node.mark, "must be " + std::string(name_of(kind)) + ", not " + std::string(name_of(node.kind)));
        return false;
    }
    if (kind == Node::Kind::mapping) refuse_duplicates(node);
    return true;
}

void Reader::refuse_duplicates(const Node& mapping) {
    std::map<std::string_view, Mark> first;
    for (const Entry& entry : mapping.entries) {
        const auto [found, added] = first.emplace(entry.name, entry.mark);
        if (added) continue;
        const Step step = into(entry.name);
        problem(entry.mark, "stands here twice", "the first is in line " + std::to_string(found->second.line));
    }
}

std::optional<Substitution> Reader::substituted(const Node& node) {
    if (!expect(node, Node::Kind::scalar)) return std::nullopt;
    Substitution done = substitute(node.scalar, environment_);
    for (SourceFile& file : done.files) note_file(std::move(file));
    for (const std::string& warning : done.warnings) warn(node.mark, warning);
    if (!done.fault.empty()) {
        problem(node.mark, std::move(done.fault));
        return std::nullopt;
    }
    return done;
}

void Reader::note_file(SourceFile file) {
    const bool known = std::any_of(files_.begin(), files_.end(), [&](const SourceFile& each) { return each.path == file.path; });
    if (!known) files_.push_back(std::move(file));
}

std::optional<std::string> Reader::text(const Node& node, std::size_t bytes_max) {
    auto read = substituted(node);
    if (!read) return std::nullopt;
    std::string& text = read->text;
    if (text.empty()) {
        problem(node.mark, "must not be empty");
    } else if (text.size() > bytes_max) {
        problem(node.mark, "must have at most " + std::to_string(bytes_max) + " characters");
    } else if (has_control_characters(text)) {
        problem(node.mark, "must not hold control characters");
    } else {
        return std::move(text);
    }
    return std::nullopt;
}

std::optional<Secret> Reader::secret(const Node& node, std::size_t bytes_min, std::size_t bytes_max) {
    auto read = substituted(node);
    if (!read) return std::nullopt;
    if (!read->from_outside) has_literal_secret_ = true;
    auto fault = check_secret(read->text, bytes_min, bytes_max);
    if (!fault) return Secret(std::move(read->text));
    problem(node.mark, std::move(*fault));
    return std::nullopt;
}

std::optional<bool> Reader::flag(const Node& node) {
    const auto read = substituted(node);
    if (!read) return std::nullopt;
    if (read->text == "true") return true;
    if (read->text == "false") return false;
    problem(node.mark, "must be true or false");
    return std::nullopt;
}

std::optional<std::uint64_t> Reader::count(const Node& node, std::uint64_t least, std::uint64_t most) {
    const auto read = substituted(node);
    if (!read) return std::nullopt;
    const auto value = http::parse_decimal(read->text);
    if (value && *value >= least && *value <= most) return value;
    problem(node.mark, "must be a whole number, " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

std::optional<std::uint64_t> Reader::size(const Node& node, std::uint64_t least, std::uint64_t most) {
    const auto read = substituted(node);
    if (!read) return std::nullopt;
    const auto value = parse_size(read->text);
    if (value && *value >= least && *value <= most) return value;
    problem(node.mark, "must be a size, " + print_size(least) + " to " + print_size(most),
            value ? "" : "write bytes, or a whole number and KiB, MiB or GiB: 32KiB");
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> Reader::duration(const Node& node, std::chrono::milliseconds least,
                                                          std::chrono::milliseconds most) {
    const auto read = substituted(node);
    if (!read) return std::nullopt;
    const auto value = parse_duration(read->text);
    if (value && *value >= least && *value <= most) return value;
    problem(node.mark, "must be a duration, " + print_duration(least) + " to " + print_duration(most),
            value ? "" : "write a whole number and ms, s, m or h: 500ms, 10s");
    return std::nullopt;
}

std::vector<ConfigProblem> Reader::take_problems() {
    std::stable_sort(problems_.begin(), problems_.end(), [](const ConfigProblem& a, const ConfigProblem& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    if (problems_.size() > problems_max) {
        problems_.resize(problems_max);
        problems_.push_back({file_, 0, 0, "", "more mistakes follow", "mend these first"});
    }
    return std::move(problems_);
}

}  // namespace parley::config
