// formats.hpp: how dates, telephone numbers and e-mail addresses are to be written in a transcript.
//
// Exact rules, no model: what cannot be meant in one way only stays as it was said. Source of the patterns: AssemblyAI docs,
// "Custom formatting".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::understanding {

/// A part of a text and what takes its place.
struct Rewrite {
    std::size_t begin = 0;  // [begin, end) of the text
    std::size_t end = 0;
    std::string written;
};

/// The patterns of one request. Empty: such things stay as they are.
struct Formats {
    std::vector<std::string> dates;  // what is already written as one of them stays; all others become the first
    std::string phone;
    std::string email;

    bool empty() const { return dates.empty() && phone.empty() && email.empty(); }
};

/// mm/dd/yyyy, dd/mm/yyyy, yyyy-mm-dd, mm-dd-yyyy, dd.mm.yyyy
bool is_date_pattern(std::string_view pattern);
/// (xxx)xxx-xxxx, xxx-xxx-xxxx, xxx.xxx.xxxx, +x(xxx)xxx-xxxx
bool is_phone_pattern(std::string_view pattern);
/// username@domain.com, firstname.lastname@domain.com
bool is_email_pattern(std::string_view pattern);

// Each finds what it knows in a text, in order, without overlaps; only what changes.

/// Dates in English words ("March 5th, 2026", "5 March 2026"), with the year in front (2026-03-05), day first between points
/// (05.03.2026), and numbers with slashes or hyphens where only one of them can be the month, or both are the same.
std::vector<Rewrite> rewrite_dates(std::string_view text, const std::vector<std::string>& patterns);

/// North American numbers of ten digits, with or without the country's 1 in front, however they are grouped. A pattern with a country
/// needs a number with one.
std::vector<Rewrite> rewrite_phones(std::string_view text, std::string_view pattern);

/// Addresses as they are written, and as they are said, if more than a word stands before
/// the "at": "jane dot doe at example dot com". In small letters.
std::vector<Rewrite> rewrite_emails(std::string_view text, std::string_view pattern);

/// All of them together, by place. Where two meet the earlier one counts.
std::vector<Rewrite> rewrite(std::string_view text, const Formats& formats);

/// The text with everything rewritten.
std::string rewritten(std::string_view text, const std::vector<Rewrite>& rewrites);

}  // namespace parley::understanding
