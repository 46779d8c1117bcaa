// arguments.hpp: `--name value` and `--flag`, the whole command line of a bench program.
#pragma once

#include <map>
#include <set>
#include <string>

namespace bench::wire {

class Arguments {
  public:
    /// A name followed by something that does not begin with "--" has a value, any other is a flag.
    /// Throws std::invalid_argument for a word that is none of `names`, listing them.
    Arguments(int count, char** words, const std::set<std::string>& names);

    bool has(const std::string& name) const { return values_.contains(name); }
    /// Both throw std::invalid_argument that names the argument when it is missing (without a default) or no number.
    std::string text(const std::string& name) const;
    double number(const std::string& name) const;
    double number(const std::string& name, double otherwise) const { return has(name) ? number(name) : otherwise; }

  private:
    std::map<std::string, std::string> values_;
};

}  // namespace bench::wire
