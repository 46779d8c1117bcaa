// foresight.hpp: the questions whose answers stand a little farther on: is this quote the end of its string, does a member
// begin here, was an end forgotten?
//
// None of them is ever answered against a text that is JSON so far: where the strict reading is possible, it is the answer.
// Each takes a Lookahead at the place in question and may leave it anywhere; see there what a starved answer is worth.
#pragma once

#include <cstddef>
#include <cstdint>

#include "postprocess/json_repair/blanks.hpp"
#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/lookahead.hpp"

namespace parley::postprocess::json_repair {

enum class Where : std::uint8_t { key, member, element, root };

/// A string, as far as it was read when one of its possible ends is looked at.
struct Site {
    Where where = Where::root;
    QuoteKind open = QuoteKind::none;
    bool odd = false;      // so far an odd number of quotes were found to be part of the text: one is still open
    bool opening = false;  // the quote in question looks like an opening one: a blank before it, none behind
    bool empty = false;    // nothing stands before it
    bool in_call = false;  // a ")" may follow
    std::size_t depth = 0;
};

enum class StringEnd : std::uint8_t { inner, end, joined };

/// Is a quote, which `look` stands behind, the end of its string? `joined`: another string is added to this one by a "+", and
/// `look` stands at its opening quote.
StringEnd string_end(Lookahead& look, const Site& site);

enum class Answer : std::uint8_t { no, yes, unclear };  // unclear: the text ended, or it went on for too long

/// Passes a string that begins here, up to behind the first quote that could close it.
Answer skip_string(Lookahead& look, Quote open);
/// Does a quoted key stand here, with its colon?
Answer quoted_key(Lookahead& look);
/// Does a word stand here that a colon follows? One that the text ends in is `unclear`.
Answer bare_key(Lookahead& look);
/// May what follows a comma inside an object be the next member, or the object's end?
bool member_follows(Lookahead& look, bool odd);
/// The same inside an array.
bool element_follows(Lookahead& look);
/// Does what follows a closing bracket let it be one?
bool closer_fits(Lookahead& look, const Site& site);
/// At a comma or at the end of a line inside a string: was the string's end forgotten before it?
bool end_forgotten_here(Lookahead& look, const Site& site);
/// At a colon inside a key: was the key's end forgotten before it?
bool key_end_forgotten_here(Lookahead& look, QuoteKind open);
/// Behind a "{": a list of values in the wrong brackets?
bool list_follows(Lookahead& look);
/// Behind a "[": members in the wrong brackets? Not if they are closed by a "}": then an opening one was forgotten.
bool members_follow(Lookahead& look);

}  // namespace parley::postprocess::json_repair
