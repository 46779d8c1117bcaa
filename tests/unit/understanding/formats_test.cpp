#include "understanding/formats.hpp"

#include <gtest/gtest.h>

namespace parley::understanding {
namespace {

std::string with_dates(std::string_view text, std::vector<std::string> patterns = {"mm/dd/yyyy"}) {
    return rewritten(text, rewrite_dates(text, patterns));
}
std::string with_phones(std::string_view text, std::string_view pattern = "(xxx)xxx-xxxx") {
    return rewritten(text, rewrite_phones(text, pattern));
}
std::string with_emails(std::string_view text, std::string_view pattern = "username@domain.com") {
    return rewritten(text, rewrite_emails(text, pattern));
}

TEST(Dates, are_rewritten_in_every_pattern) {
    const char* const said = "Come on March 5th, 2026.";
    EXPECT_EQ(with_dates(said, {"mm/dd/yyyy"}), "Come on 03/05/2026.");
    EXPECT_EQ(with_dates(said, {"dd/mm/yyyy"}), "Come on 05/03/2026.");
    EXPECT_EQ(with_dates(said, {"yyyy-mm-dd"}), "Come on 2026-03-05.");
    EXPECT_EQ(with_dates(said, {"mm-dd-yyyy"}), "Come on 03-05-2026.");
    EXPECT_EQ(with_dates(said, {"dd.mm.yyyy"}), "Come on 05.03.2026.");
}

TEST(Dates, are_found_however_they_are_said) {
    for (const char* const said : {"March 5, 2026", "March 5 2026", "Mar 5th 2026", "Mar. 5, 2026", "5 March 2026", "5th of March, 2026",
                                   "5th March 2026", "2026-03-05", "2026-3-5", "05.03.2026", "5.3.2026", "MARCH 5TH, 2026"}) {
        EXPECT_EQ(with_dates(said), "03/05/2026") << said;
    }
    EXPECT_EQ(with_dates("25/12/2026 and 12/25/2026", {"yyyy-mm-dd"}), "2026-12-25 and 2026-12-25");
    EXPECT_EQ(with_dates("5/5/2026", {"yyyy-mm-dd"}), "2026-05-05");
}

TEST(Dates, that_can_be_meant_in_two_ways_stay) {
    EXPECT_EQ(with_dates("3/5/2026", {"yyyy-mm-dd"}), "3/5/2026");
    EXPECT_EQ(with_dates("03-05-2026", {"dd.mm.yyyy"}), "03-05-2026");
}

TEST(Dates, that_do_not_exist_or_are_none_stay) {
    for (const char* const text : {"February 30, 2026", "31.04.2026", "13/13/2026", "2026-00-10", "March 2026", "May 5", "room 1.2.2026a",
                                   "1.25.12.2026", "marching 5, 2026", "32/12/2026", "12/25/26", "25/12-2026", ""}) {
        EXPECT_EQ(with_dates(text, {"dd.mm.yyyy"}), text);
    }
    EXPECT_EQ(with_dates("February 29, 2028"), "02/29/2028");
}

TEST(Dates, that_fit_one_of_several_patterns_stay) {
    EXPECT_EQ(with_dates("2026-12-25, 25.12.2026, Dec 25, 2026", {"yyyy-mm-dd", "dd.mm.yyyy"}), "2026-12-25, 25.12.2026, 2026-12-25");
}

TEST(Phones, are_rewritten_in_every_pattern) {
    EXPECT_EQ(with_phones("Call 415-555-0137 now", "(xxx)xxx-xxxx"), "Call (415)555-0137 now");
    EXPECT_EQ(with_phones("Call (415)555-0137 now", "xxx-xxx-xxxx"), "Call 415-555-0137 now");
    EXPECT_EQ(with_phones("Call 415 555 0137 now", "xxx.xxx.xxxx"), "Call 415.555.0137 now");
    EXPECT_EQ(with_phones("Call 1-415-555-0137 now", "+x(xxx)xxx-xxxx"), "Call +1(415)555-0137 now");
}

TEST(Phones, are_found_however_they_are_grouped) {
    for (const char* const said : {"415-555-0137", "(415) 555-0137", "415.555.0137", "4155550137", "415 555 0137", "+1 415 555 0137",
                                   "+14155550137", "1 (415) 555-0137"}) {
        EXPECT_EQ(with_phones(said, "xxx-xxx-xxxx"), "415-555-0137") << said;
    }
}

TEST(Phones, without_the_country_that_a_pattern_wants_stay) { EXPECT_EQ(with_phones("415-555-0137", "+x(xxx)xxx-xxxx"), "415-555-0137"); }

TEST(Phones, are_nothing_else) {
    for (const char* const text : {"555-0137", "41555501371", "order 2415555013799", "115-555-0137", "$4155550137", "415-155-0137",
                                   "v4155550137", "+4915112345678", "", "+4155550137"}) {
        EXPECT_EQ(with_phones(text), text);
    }
}

/// One way to say a thing, and one to write it.
struct Pattern {
    const char* pattern;
    const char* written;
};

TEST(Dates, come_out_alike_however_they_are_said_in_every_pattern) {
    const Pattern patterns[] = {{"mm/dd/yyyy", "12/25/2026"},
                                {"dd/mm/yyyy", "25/12/2026"},
                                {"yyyy-mm-dd", "2026-12-25"},
                                {"mm-dd-yyyy", "12-25-2026"},
                                {"dd.mm.yyyy", "25.12.2026"}};
    const char* const sayings[] = {"December 25, 2026", "Dec 25 2026", "Dec. 25th, 2026", "25 December 2026", "25th of December 2026",
                                   "2026-12-25",        "25.12.2026",  "12/25/2026",      "25/12/2026",       "12-25-2026",
                                   "25-12-2026"};
    for (const auto& [pattern, written] : patterns) {
        for (const char* const said : sayings) {
            const std::string text = "on " + std::string(said) + ", then";
            EXPECT_EQ(with_dates(text, {pattern}), "on " + std::string(written) + ", then") << said << " as " << pattern;
        }
    }
}

TEST(Phones, come_out_alike_however_they_are_grouped_in_every_pattern) {
    const Pattern patterns[] = {{"(xxx)xxx-xxxx", "(415)555-0137"}, {"xxx-xxx-xxxx", "415-555-0137"}, {"xxx.xxx.xxxx", "415.555.0137"}};
    for (const auto& [pattern, written] : patterns) {
        for (const char* const said : {"415-555-0137", "(415) 555-0137", "(415)555-0137", "415.555.0137", "4155550137", "415 555 0137"}) {
            EXPECT_EQ(with_phones("at " + std::string(said) + ".", pattern), "at " + std::string(written) + ".")
                << said << " as " << pattern;
        }
    }
    for (const char* const said : {"1-415-555-0137", "+1 415 555 0137", "+14155550137", "1 (415) 555-0137", "+1(415)555-0137"}) {
        EXPECT_EQ(with_phones(said, "+x(xxx)xxx-xxxx"), "+1(415)555-0137") << said;
    }
}

TEST(Emails, are_written_in_small_letters) {
    EXPECT_EQ(with_emails("Write to Jane.Doe@Example.COM."), "Write to jane.doe@example.com.");
    EXPECT_EQ(with_emails("jane@example.com"), "jane@example.com");
}

TEST(Emails, that_were_said_are_put_together) {
    EXPECT_EQ(with_emails("It is jane dot doe at example dot com, thanks"), "It is jane.doe@example.com, thanks");
    EXPECT_EQ(with_emails("jane_77 at mail dot example dot org"), "jane_77@mail.example.org");
    for (const char* const text : {"Look at example dot com", "we met at home", "five dot five", "a dot b at c"})
        EXPECT_EQ(with_emails(text), text);
}

TEST(Emails, of_two_names_get_a_point_between_them) {
    const auto names = [](std::string_view text) { return with_emails(text, "firstname.lastname@domain.com"); };
    EXPECT_EQ(names("Jane_Doe@example.com"), "jane.doe@example.com");
    EXPECT_EQ(names("jane-doe@example.com"), "jane.doe@example.com");
    for (const char* const text : {"Jane@example.com", "jane.m.doe@example.com", "jane77.doe@example.com"}) EXPECT_EQ(names(text), text);
}

TEST(Formats, are_applied_together_and_once) {
    const Formats formats{{"yyyy-mm-dd"}, "(xxx)xxx-xxxx", "username@domain.com"};
    const std::string_view text = "Call 415-555-0137 or write JANE@EXAMPLE.COM before 5 March 2026.";
    const std::string once = rewritten(text, rewrite(text, formats));
    EXPECT_EQ(once, "Call (415)555-0137 or write jane@example.com before 2026-03-05.");
    EXPECT_EQ(rewritten(once, rewrite(once, formats)), once);
}

TEST(Formats, take_time_in_proportion_to_the_text) {
    std::string hostile;
    while (hostile.size() < 500'000) hostile += "a dot 1.1.";
    const Formats formats{{"yyyy-mm-dd"}, "(xxx)xxx-xxxx", "username@domain.com"};
    EXPECT_TRUE(rewrite(hostile, formats).empty());  // squares of this would take minutes
}

}  // namespace
}  // namespace parley::understanding
