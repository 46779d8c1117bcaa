// wish.hpp: reads of a feature's object that say what is wrong with it by the feature's name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "openai/problems.hpp"

namespace parley::understanding {

class Wish {
  public:
    /// object  of the feature called `feature`. Every mistake goes into `problems`.
    Wish(json::Value object, std::string_view feature, openai::Problems& problems);

    json::Value find(std::string_view name) const { return object_.find(name); }
    bool flag(std::string_view name, bool fallback) const;
    /// Empty where it is absent.
    std::string text(std::string_view name) const;
    /// One of them; empty where it is absent.
    std::string choice(std::string_view name, std::vector<std::string_view> known) const;
    /// Texts of 1 to `characters_max` characters, at most `count_max`, none twice.
    std::vector<std::string> texts(std::string_view name, std::size_t count_max, std::size_t characters_max) const;
    /// low, medium; empty where it is absent.
    std::string effort() const { return choice("effort", {"low", "medium"}); }

    /// Notes that the member `is` so: "must be a string".
    void note(std::string_view name, std::string_view is) const;

  private:
    json::Value object_;
    std::string feature_;
    openai::Problems& problems_;
};

/// Of UTF-8.
std::size_t characters_in(std::string_view text);

}  // namespace parley::understanding
