// SPDX-License-Identifier: MIT
// The page on how far the model can be believed, from the numbers of a report.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "analysis/results/text_table.hpp"
#include "analysis/validation/report.hpp"

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;

/// A table in Markdown: titles, then rows.
class PageTable {
public:
    explicit PageTable(const std::vector<std::string>& titles) {
        add(titles);
        text_ += '|';
        for (std::size_t k = 0; k < titles.size(); ++k) text_ += "---|";
        text_ += '\n';
    }
    void add(const std::vector<std::string>& cells) {
        text_ += '|';
        for (const std::string& cell : cells) text_ += fmt::format(" {} |", cell);
        text_ += '\n';
    }
    std::string text() const { return fmt::format("\n{}", text_); }

private:
    std::string text_;
};

std::string paragraph(const std::string& text) {
    return fmt::format("\n{}", wrapped(text, 0));
}

std::string figure(const std::string& stem, const std::string& name, const std::string& told) {
    return fmt::format("\n![{}](figures/{}-{}.svg)\n", told, stem, name);
}

std::string ratio(const Json& value) {
    return value.is_null() ? "-" : fmt::format("{:.2f}", value.get<double>());
}

std::string signed_log(const Json& value) {
    return value.is_null() ? "-" : fmt::format("{:+.2f}", value.get<double>());
}

std::string change(const Json& value) {
    if (value.is_null()) return "-";
    const long percent = std::lround(100 * value.get<double>());
    return percent == 0 ? "0 %" : fmt::format("{:+} %", percent);
}

const Json& forecaster(const Json& set, const std::string& name) {
    for (const Json& one : set.at("forecasters")) {
        if (one.at("name") == name) return one;
    }
    throw std::logic_error("the report has no forecaster " + name);
}

const Json& set_named(const Json& report, const std::string& name) {
    for (const Json& set : report.at("hindcast").at("sets")) {
        if (set.at("name") == name) return set;
    }
    throw std::logic_error("the report has no set " + name);
}

std::string skill_table(const Json& report) {
    PageTable table({"flows", "cases", "persistence, error", "drift", "half trend", "drift+half",
                     "PPML", "simulation", "90 %"});
    for (const Json& set : report.at("hindcast").at("sets")) {
        const auto of = [&](const char* name) { return ratio(forecaster(set, name).at("ratio")); };
        const Json& own = forecaster(set, "simulation");
        const bool interval = !own.at("low").is_null();
        table.add({set.at("name"), thousands(own.at("cases").get<std::int64_t>()),
                   ratio(forecaster(set, "persistence").at("error")), of("drift"), of("half trend"),
                   of("drift+half"), of("PPML"), of("simulation"),
                   interval ? fmt::format("{} to {}", ratio(own.at("low")), ratio(own.at("high")))
                            : "-"});
    }
    return table.text();
}

/// Whether the goal for two years and more is reached on a set, in words.
std::string goal(const Json& report, const std::string& name) {
    const Json& set = set_named(report, name);
    const auto of = [&](const char* who) { return forecaster(set, who).at("ratio").get<double>(); };
    const double own = of("simulation");
    const auto against = [&](double other, const std::string& what) {
        const double by = own - other;
        return fmt::format("{} {} ({} by {:.2f})", by < 0 ? "under" : "not under", what,
                           by < 0 ? "better" : "worse", std::abs(by));
    };
    return fmt::format(
        "On {}, the simulation errs {:.2f} times as much as persistence: {}, {}, {}.",
        name == "KAZ" ? "Kazakhstan's flows" : "flows between regions", own, against(0.85, "0.85"),
        against(of("PPML"), "PPML"), against(of("drift+half"), "drift+half"));
}

std::string skill_part(const Json& report, const std::string& stem) {
    return "\n## Forecasts of recorded flows\n" +
           paragraph(
               "Mean |log(forecast / recorded)| two years ahead and more, as a share of that of "
               "persistence (below 1: better); the interval is a jackknife over hosts. How it is "
               "measured, by base and by horizon, and what the simulation sees and does not see: "
               "[how forecasts are judged](hindcasts.md).") +
           skill_table(report) + figure(stem, "skill", "Error over persistence's, by years ahead") +
           paragraph(
               "The goal at two years and more is an error under 0.85 of persistence's, under "
               "PPML and under drift+half. " +
               goal(report, "regions") + ' ' + goal(report, "KAZ"));
}

std::string bands_part(const Json& report, const std::string& stem) {
    PageTable table({"flows, two years and more", "within 50 %", "within 80 %", "within 95 %"});
    for (const Json& set : report.at("hindcast").at("sets")) {
        const Json& cover = forecaster(set, "simulation").at("coverage");
        const auto of = [&](const char* band) {
            return fmt::format("{:.0f} %", 100 * cover.at(band).get<double>());
        };
        table.add({set.at("name"), of("50"), of("80"), of("95")});
    }
    return "\n## Bands\n" +
           paragraph(
               "Share of records within the central 50, 80 and 95 % of the simulation's band. "
               "The widths of the bands were set on flows to 2017: this says that they fit, not "
               "that they hold for years unseen.") +
           table.text() +
           figure(stem, "russia",
                  "Kazakhstan to Russia: recorded, and bands from four bases, which hold as many "
                  "records as the table says") +
           figure(stem, "total",
                  "Kazakhstan's outbound total: recorded, and bands from four bases");
}

std::string combinations_table(const Json& attribution) {
    PageTable table({"at work", "log growth"});
    const Json& mechanisms = attribution.at("mechanisms");
    const Json& worth = attribution.at("combinations");
    for (std::size_t c = 0; c < worth.size(); ++c) {
        std::string names;
        for (std::size_t m = 0; m < mechanisms.size(); ++m) {
            if (((c >> m) & 1U) == 0) continue;
            if (!names.empty()) names += ", ";
            names += mechanisms[m].at("name").get<std::string>();
        }
        table.add({names.empty() ? "none" : names, fmt::format("{:+.3f}", worth[c].get<double>())});
    }
    return table.text();
}

std::string attribution_part(const Json& report, const std::string& stem) {
    const Json& all = report.at("attribution");
    const Json& own = all.at(0);
    std::vector<std::string> titles{"log growth"};
    for (const Json& one : all) {
        titles.push_back(fmt::format("pass-through {:.2g}, network {:.2g}",
                                     one.at("pass_through").get<double>(),
                                     one.at("network").get<double>()));
    }
    PageTable table(titles);
    const auto row = [&](const std::string& name, auto&& of) {
        std::vector<std::string> cells{name};
        for (const Json& one : all) cells.push_back(of(one));
        table.add(cells);
    };
    const auto plain = [&](const std::string& name, const char* key) {
        row(name, [key](const Json& one) { return signed_log(one.at(key)); });
    };
    plain("momentum, drift and students already there", "at_rest");
    plain("other inputs (prices, incomes, rules)", "other_inputs");
    const Json& mechanisms = own.at("mechanisms");
    for (std::size_t m = 0; m < mechanisms.size(); ++m) {
        row(mechanisms[m].at("name"), [m](const Json& one) {
            const Json& mine = one.at("mechanisms").at(m);
            return fmt::format("{} (± {:.3f})", signed_log(mine.at("share")),
                               mine.at("error").get<double>());
        });
    }
    plain("**simulated**", "simulated");
    plain("unexplained", "unexplained");
    plain("**recorded**", "recorded");
    const double recorded = own.at("recorded").get<double>();
    const double unexplained = own.at("unexplained").get<double>();
    return fmt::format("\n## Kazakhstan to Russia, {} to {}\n", own.at("base").get<int>(),
                       own.at("last").get<int>()) +
           paragraph(fmt::format(
               "The flow grew {:.1f} times. The model is simulated from {}, with every combination "
               "of "
               "four mechanisms at work or at rest: changes of real exchange rates felt by "
               "students; "
               "the number of people who enter; the pull of compatriots at a host; the places of "
               "scholarship programmes and home grants (Russia's quota rose from 10,000 to 15,000 "
               "in "
               "2014). At rest means as at the base; the constants are found under the same rest. "
               "Shapley values share the growth out so that it adds up exactly; in brackets the "
               "standard error over seeds. The second column has the pass-through of rates and the "
               "network at the strong ends of their priors.",
               std::exp(recorded), own.at("base").get<int>())) +
           table.text() +
           figure(stem, "attribution", "Growth by mechanism, and what is unexplained") +
           paragraph(fmt::format(
               "**{:.0f} % of the growth is unexplained.** {} In the records, nearly all origins "
               "in the former USSR grew in "
               "Russia in 2014, before the rouble fell: an opening of the host that no input of "
               "the model carries. "
               "All combinations, with the parameters of the scenario:",
               100 * unexplained / recorded,
               own.at("simulated").get<double>() < 0
                   ? "With all its mechanisms the model says that the flow shrinks, as "
                     "Kazakhstan's cohorts did."
                   : "The mechanisms that the model has do not double this flow.")) +
           combinations_table(own);
}

/// Measured within what the price's band gives, where that can be told.
std::string verdict(const Json& row) {
    for (const char* key : {"measured", "strong_price", "weak_price", "simulated"}) {
        if (row.at(key).is_null()) return "";
    }
    const double low =
        std::min({row.at("strong_price").get<double>(), row.at("weak_price").get<double>(),
                  row.at("simulated").get<double>()});
    const double high =
        std::max({row.at("strong_price").get<double>(), row.at("weak_price").get<double>(),
                  row.at("simulated").get<double>()});
    const double measured = row.at("measured").get<double>();
    return low <= measured && measured <= high ? "yes" : "**no**";
}

/// Why quantities of fee experiments are missed, probably.
std::string cause_of_miss(const Json& row) {
    const std::string quantity = row.at("quantity");
    if (quantity == "recovery") {
        return "the network shrinks with a lag; recruiting by universities is in no input, and the "
               "known scholarships are a few hundred a year";
    }
    if (quantity == "diverted") {
        return "who no longer comes stays at home or is shared out over all hosts alike: no host "
               "resembles another; the record is of single universities";
    }
    return "one price response: what fits Sweden is too strong for the other two, or the reverse";
}

std::string fees_part(const Json& report, const std::string& stem) {
    PageTable table({"scenario", "host", "quantity", "since", "year", "measured", "simulated",
                     "weak to strong price", "no fee", "within", "likely cause"});
    for (const Json& row : report.at("fees")) {
        const std::string scenario = row.at("scenario");
        table.add(
            {fmt::format("[{0}](scenarios/{0}.md)", scenario), row.at("host"), row.at("quantity"),
             row.at("since").is_null() ? "no fee" : fmt::format("{}", row.at("since").get<int>()),
             fmt::format("{}", row.at("year").get<int>()),
             fmt::format("{}{}", row.at("estimated").get<bool>() ? "~" : "",
                         change(row.at("measured"))),
             change(row.at("simulated")),
             fmt::format("{} to {}", change(row.at("weak_price")), change(row.at("strong_price"))),
             change(row.at("free")), verdict(row),
             verdict(row) == "**no**" ? cause_of_miss(row) : std::string()});
    }
    return "\n## Introductions of fees\n" +
           paragraph(
               "One price response for all. The prior of choose.price was set in sight of these "
               "cases, "
               "and the scenario's posterior is calibrated on the first figure after each fee: "
               "those "
               "rows are no test, later years, recovery and diversion are. The band is that of "
               "choose.price: 90 % of the posterior, or its prior where a scenario names none. "
               "*Paying*: new degree students who have to pay, change since "
               "the year before the fee; *recovery*: since its first year, also without the "
               "scholarships that came with it; *diverted*: new students from the same origins at "
               "a "
               "neighbour that stays free, and *origins*: the effective number of origins of those "
               "who pay, both over a twin without the fee. ~: from a printed rate of change; for "
               "the "
               "diversion, the most that applications to one Norwegian university rose, which a "
               "mean over the country cannot be expected to reach.") +
           table.text() + figure(stem, "fees", "Entrants who pay: measured and simulated") +
           paragraph(
               "A narrower mix of origins, which is reported but not measured in these terms, "
               "does not come out clearly: regions of many countries stand for one origin, "
               "and prices weigh on incomes within an origin.");
}

std::string pattern_value(const Json& row, const char* key) {
    if (row.at(key).is_null()) return "-";
    const double value = row.at(key).get<double>();
    if (row.at("kind") == "share") return fmt::format("{:.1f} %", 100 * value);
    if (row.at("kind") == "change") return fmt::format("{:+.0f} %", 100 * value);
    return thousands(std::llround(value));
}

/// Why patterns that fail probably do, by the beginning of their names.
struct Cause {
    std::string_view pattern, cause;
};
constexpr auto kCauses = std::to_array<Cause>({
    {"sweden-2012",
     "one price response: what fits Sweden is too strong for the other two, or the reverse"},
    {"sweden-2013",
     "one price response: what fits Sweden is too strong for the other two, or the reverse"},
    {"sweden-2016",
     "the network shrinks with a lag; universities that learn to recruit are in no input"},
    {"denmark", "one price response for all levels and fields"},
    {"baden", "one price response for all levels and fields"},
    {"kazakhstan-outbound-growth", "the opening of Russia in 2014 to 2016 is in no input"},
    {"kazakhstan-outbound", "constants meet flows by host, whose sum is not UNESCO's total"},
    {"kazakhstan-inbound", "momentum of the base year carries Central Asia on"},
    {"kazakhstan-exchange", "posts of offices and seats of agreements are assumed"},
    {"kazakhstan-russia", "momentum of the base year carries Russia's share on"},
    {"kazakhstan-china", "awards of China go by merit among all origins: no share is kept for one"},
    {"europe-graduates-degree", "the EHEA is wider than the European Union"},
    {"europe-graduates-credit", "the data hold no programme for exchange within Europe"},
});

std::string likely_cause(const std::string& pattern) {
    for (const Cause& one : kCauses) {
        if (pattern.starts_with(one.pattern)) return std::string(one.cause);
    }
    return "not known";
}

std::string patterns_part(const Json& report) {
    PageTable table({"pattern", "year", "measured", "simulated", "90 % band", "holds", "used in",
                     "likely cause"});
    std::map<std::string, int> held, all;  // by use
    for (const Json& row : report.at("patterns")) {
        const bool holds = row.at("holds").get<bool>();
        const auto use = row.at("used_in").get<std::string>();
        held[use] += holds ? 1 : 0;
        ++all[use];
        const std::string since =
            row.at("since").is_null() ? "" : fmt::format("{} to ", row.at("since").get<int>());
        table.add({row.at("pattern"), since + fmt::format("{}", row.at("year").get<int>()),
                   pattern_value(row, "measured"), pattern_value(row, "simulated"),
                   fmt::format("{} to {}", pattern_value(row, "low"), pattern_value(row, "high")),
                   holds ? "yes" : "**no**", row.at("used_in"),
                   holds ? "" : likely_cause(row.at("pattern").get<std::string>())});
    }
    return "\n## Patterns\n" +
           paragraph(fmt::format(
               "Table `patterns` of the [data](../scenarios/data/README.md). The band holds "
               "the "
               "record of a right model with 90 % probability: errors of the record, what the "
               "model "
               "leaves out, and chance; some are too wide to fail. Of those that judge, {} of {} "
               "hold; of those calibrated on, {} of {}. Entrants who pay a fee are "
               "expected from the constants, over what momentum implies for the base year, with as "
               "many before a choice as in that year: they differ from the table above, which "
               "simulates them and counts from the entrants of the base year, by that. "
               "*Constants*: met by "
               "the constants anyhow, "
               "no "
               "test; *calibration*: what parameters are calibrated on; *judgement*: neither.",
               held["judgement"], all["judgement"], held["calibration"], all["calibration"])) +
           table.text();
}

std::string limits_part() {
    return "\n## What cannot be judged here\n"
           "\n- Flows after 2017 are held out; nobody who worked on the model has seen them. What "
           "the\n"
           "  [baseline](scenarios/baseline.md) says of 2018 to today can be judged by whoever "
           "has.\n"
           "- Germany's fees of 2006 to 2014 (−3.8 to −7 % first-years at 1,000 EUR a year [40]) "
           "were\n"
           "  paid by home students, who moved between its states: not simulated.\n"
           "- In Sweden 29 % of the admitted who had to pay came, of Swedes 79 % [35]. Here people "
           "accept\n"
           "  an offer or decline it with no admission in between: not comparable.\n"
           "- Mobility is mostly of bachelor students (S1): the model takes this share from a\n"
           "  parameter, so it is no test.\n"
           "- What institutions, offices and staff do has no published counts to be held "
           "against.\n";
}

}  // namespace

std::string report_page(const Json& report, const std::string& stem) {
    const std::string command = report.at("command");
    return "<!-- SPDX-License-Identifier: MIT -->\n# How far the model can be believed\n" +
           paragraph(fmt::format(
               "Written by `{}` from its numbers in {}.json ({} seeds, share of the agents "
               "{:.3g}, data {}); figures by `scripts/validation-figures`. Years are academic "
               "years ending.",
               command, stem, report.at("seeds").get<int>(), report.at("scale").get<double>(),
               report.at("data_sha256").get<std::string>().substr(0, 12))) +
           skill_part(report, stem) + bands_part(report, stem) + attribution_part(report, stem) +
           fees_part(report, stem) + patterns_part(report) + limits_part();
}

}  // namespace keruen
