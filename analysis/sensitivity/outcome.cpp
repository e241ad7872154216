// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/outcome.hpp"

#include <algorithm>

#include "models/measures/definitions.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {

namespace {

/// Awards and students, who is abroad and who comes, a semester and a degree, those who stay away,
/// and money.
const std::vector<std::string>& default_keys() {
    static const std::vector<std::string> keys{
        "graduates, both", "stock, both", "abroad", "foreign", "semesters", "diaspora", "aid"};
    return keys;
}

}  // namespace

double Outcome::of(const MemberSummary& member, std::size_t year, std::size_t region) const {
    return is_share() ? member.rate(year, region, definition)
                      : static_cast<double>((member.*counts)(year, region));
}

std::vector<Outcome> all_outcomes() {
    using M = MemberSummary;
    std::vector<Outcome> list{
        {"abroad", "degree students abroad", "people", 0, &M::abroad},
        {"entrants", "began a degree abroad in the year", "people", 0, &M::entrants},
        {"semesters", "on credit mobility in the year", "people", 0, &M::semesters},
        {"foreign", "foreign degree students in the region", "people", 0, &M::foreign},
        {"diaspora", "graduates who live abroad", "people", 0, &M::diaspora},
        {"aid", "paid for its students by programmes in the year", "USD", 0, &M::aid}};
    for (std::size_t d = 0; d < definitions().size(); ++d) {
        list.push_back(
            {definitions()[d].label, "share mobile: " + definitions()[d].meaning, "share", d});
    }
    return list;
}

std::vector<Outcome> chosen_outcomes(std::span<const std::string> wanted) {
    const std::vector<Outcome> all = all_outcomes();
    std::vector<std::string> keys;
    keys.reserve(all.size());
    for (const Outcome& outcome : all) keys.push_back(outcome.key);
    if (wanted.empty()) wanted = default_keys();
    Diagnostics diagnostics;
    std::vector<Outcome> chosen;
    for (const std::string& key : wanted) {
        const auto at = std::find(keys.begin(), keys.end(), key);
        if (at != keys.end()) {
            chosen.push_back(all[static_cast<std::size_t>(at - keys.begin())]);
        } else {
            diagnostics.add({"--measure"}, in_quotes(key),
                            "abroad, entrants, semesters, foreign, diaspora, aid, or the label of "
                            "a definition (docs/measures.md)",
                            did_you_mean(key, keys));
        }
    }
    diagnostics.throw_if_any();
    return chosen;
}

}  // namespace keruen
