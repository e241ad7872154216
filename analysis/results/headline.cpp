// SPDX-License-Identifier: MIT
#include "analysis/results/headline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <string_view>

#include "analysis/measures/numbers_reader.hpp"
#include "analysis/results/text_table.hpp"
#include "models/measures/definitions.hpp"
#include "models/measures/indicators.hpp"

namespace keruen {
namespace {

constexpr int kFirstYear = 2013;  // before it, hosts are pinned to observed shares
constexpr std::array kShownYears{2013, 2014, 2015, 2016, 2017, 2020, 2025, 2030, 2035};
constexpr std::string_view kWithout = "CHN";  // the national total of UIS leaves it out

/// What a reader has to know about a region's numbers before quoting them.
struct Note {
    std::string_view region, mark, text;
};
constexpr std::array kNotes{
    Note{"CHN", "*",
         "degree students in China are estimated from all its foreign students and the share of "
         "degree students among them; national totals of UIS leave China out"},
    Note{"ROW", "**",
         "the rest of the world includes students whom a host counts without naming their origin: "
         "an estimate"},
};

std::size_t position(const std::vector<std::string>& labels, std::string_view label) {
    const auto found = std::find(labels.begin(), labels.end(), label);
    if (found == labels.end()) throw std::logic_error(fmt::format("no region {}", label));
    return static_cast<std::size_t>(found - labels.begin());
}

/// Without regions that nobody goes to or comes from: a single country is none to itself.
void add_region(PeopleByRegion& table, const std::string& region,
                std::vector<std::int64_t> people) {
    if (std::all_of(people.begin(), people.end(), [](std::int64_t n) { return n == 0; })) return;
    table.regions.push_back(region);
    table.people.push_back(std::move(people));
}

std::vector<std::int64_t> sum(const PeopleByRegion& table, std::size_t years,
                              std::string_view without) {
    std::vector<std::int64_t> total(years, 0);
    for (std::size_t r = 0; r < table.regions.size(); ++r) {
        if (table.regions[r] == without) continue;
        for (std::size_t y = 0; y < years; ++y) total[y] += table.people[r][y];
    }
    return total;
}

bool holds(const PeopleByRegion& table, std::string_view region) {
    return std::find(table.regions.begin(), table.regions.end(), region) != table.regions.end();
}

/// Positions of the years that fit the page.
std::vector<std::size_t> shown(const std::vector<int>& years) {
    std::vector<std::size_t> list;
    for (std::size_t y = 0; y < years.size(); ++y) {
        const bool chosen =
            std::find(kShownYears.begin(), kShownYears.end(), years[y]) != kShownYears.end();
        if (chosen || y + 1 == years.size()) list.push_back(y);
    }
    return list;
}

std::string rates_text(const Headline& h) {
    std::vector<std::size_t> columns;
    std::vector<std::string> titles{"year"};
    std::string legend;
    for (std::size_t d = 0; d < definitions().size(); ++d) {
        const Definition& definition = definitions()[d];
        if (!is_headline(definition)) continue;
        columns.push_back(d);
        titles.push_back(fmt::format("[{}]", columns.size()));
        legend += fmt::format("  {:>4} {}\n{}", titles.back(), definition.label,
                              wrapped(definition.meaning, 9));
    }
    TextTable table(titles);
    for (std::size_t y = 0; y < h.years.size(); ++y) {
        std::vector<std::string> cells{fmt::format("{}", h.years[y])};
        for (const std::size_t d : columns) cells.push_back(percent(h.mobility.rate[y][d]));
        table.add(std::move(cells));
    }
    return fmt::format(
        "{}: mobility by definition, percent, by academic year ending\n\n{}\n{}"
        "  These are {} of {} definitions: mobility/rate in the file, and --json, have them all.\n",
        h.origin, table.text(2), legend, columns.size(), definitions().size());
}

std::string number(const Indicator& indicator, double value) {
    if (std::isnan(value)) return "-";
    if (indicator.units == "1") return fmt::format("{:.3f}", value);
    return thousands(std::llround(value));
}

std::string measures_text(const Headline& h) {
    const std::vector<std::size_t> columns = shown(h.years);
    std::vector<std::string> titles{"measure"};
    for (const std::size_t y : columns) titles.push_back(fmt::format("{}", h.years[y]));
    TextTable table(titles);
    for (std::size_t i = 0; i < indicators().size(); ++i) {
        const Indicator& indicator = indicators()[i];
        if (!indicator.headline) continue;
        std::vector<std::string> cells{
            indicator.units == "1" ? std::string(indicator.label)
                                   : fmt::format("{}, {}", indicator.label, indicator.units)};
        for (const std::size_t y : columns) {
            cells.push_back(number(indicator, h.measures.value[y][i]));
        }
        table.add(std::move(cells));
    }
    return fmt::format("\n{}: who goes, where, what becomes of them, at what cost\n\n{}", h.origin,
                       table.text(2));
}

std::string costs_text(const Headline& h) {
    TextTable table({"programme", fmt::format("USD per person paid for, {}", h.years.back())});
    for (std::size_t q = 0; q < h.costs.programmes.size(); ++q) {
        const double cost = h.costs.per_holder.back()[q];
        if (!std::isnan(cost)) table.add({h.costs.programmes[q], thousands(std::llround(cost))});
    }
    return '\n' + table.text(2);
}

std::string people_text(const PeopleByRegion& table, const std::vector<int>& years,
                        const std::string& region_title) {
    const std::vector<std::size_t> columns = shown(years);
    std::vector<std::string> titles{region_title};
    for (const std::size_t y : columns) titles.push_back(fmt::format("{}", years[y]));
    TextTable text(titles);
    const auto add = [&](const std::string& label, const std::vector<std::int64_t>& people) {
        std::vector<std::string> cells{label};
        for (const std::size_t y : columns) cells.push_back(thousands(people[y]));
        text.add(std::move(cells));
    };
    for (std::size_t r = 0; r < table.regions.size(); ++r) {
        const std::string& region = table.regions[r];
        const auto note = std::find_if(kNotes.begin(), kNotes.end(),
                                       [&](const Note& known) { return known.region == region; });
        add(note == kNotes.end() ? region : fmt::format("{}{}", region, note->mark),
            table.people[r]);
    }
    add("total", sum(table, years.size(), ""));
    if (holds(table, kWithout)) {
        add(fmt::format("excl. {}", kWithout), sum(table, years.size(), kWithout));
    }
    return text.text(2);
}

std::string notes_text(const Headline& h) {
    std::string out;
    for (const Note& note : kNotes) {
        if (!holds(h.outbound, note.region) && !holds(h.inbound, note.region)) continue;
        out += wrapped(fmt::format("{} {}", note.mark, note.text), 2);
    }
    return out.empty() ? out : '\n' + out;
}

nlohmann::ordered_json people_json(const PeopleByRegion& table) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (std::size_t r = 0; r < table.regions.size(); ++r) {
        json[table.regions[r]] = table.people[r];
    }
    return json;
}

}  // namespace

std::string default_origin(const ResultFile& result) {
    const std::vector<std::string> origins = result.labels("flows/origin");
    const bool known = std::find(origins.begin(), origins.end(), "KAZ") != origins.end();
    return known ? "KAZ" : origins.front();
}

Headline headline(const ResultFile& result, const std::string& origin) {
    Headline h;
    h.origin = origin;
    const std::vector<int> years = result.years();
    const std::size_t finished = result.years_finished();
    std::size_t first = 0;
    while (first < finished && years[first] < kFirstYear) ++first;
    h.years.assign(years.begin() + static_cast<std::ptrdiff_t>(first),
                   years.begin() + static_cast<std::ptrdiff_t>(finished));

    const std::vector<std::string> regions = result.labels("flows/origin");
    const std::size_t n = regions.size(), o = position(regions, origin);
    const auto stock = result.read<std::int64_t>("flows/stock");
    const auto series = [&](std::size_t from, std::size_t to) {
        std::vector<std::int64_t> people;
        for (std::size_t y = first; y < finished; ++y)
            people.push_back(stock[(y * n + from) * n + to]);
        return people;
    };
    for (std::size_t r = 0; r < n; ++r) {
        add_region(h.outbound, regions[r], series(o, r));
        add_region(h.inbound, regions[r], series(r, o));
    }

    const NumbersReader reader(result);
    if (result.has("programmes/programme")) {
        h.costs.programmes = result.labels("programmes/programme");
    }
    for (std::size_t y = first; y < finished; ++y) {
        const YearNumbers year = reader.year(y);
        auto& rate = h.mobility.rate.emplace_back();
        for (const Definition& d : definitions()) rate.push_back(mobility_rate(d, year, o));
        auto& value = h.measures.value.emplace_back();
        for (const Indicator& i : indicators()) value.push_back(i.value(year, o));
        auto& cost = h.costs.per_holder.emplace_back();
        for (std::size_t q = 0; q < h.costs.programmes.size(); ++q) {
            cost.push_back(cost_per_holder(year, q));
        }
    }
    return h;
}

std::string headline_text(const Headline& h) {
    if (h.years.empty()) return fmt::format("No year from {} on is finished.\n", kFirstYear);
    return rates_text(h) +
           fmt::format("\n{}: students abroad by host, people enrolled for a degree\n\n",
                       h.origin) +
           people_text(h.outbound, h.years, "host") +
           fmt::format("\n{}: foreign students by origin, people enrolled for a degree\n\n",
                       h.origin) +
           people_text(h.inbound, h.years, "origin") + notes_text(h) + measures_text(h) +
           costs_text(h);
}

nlohmann::ordered_json headline_json(const Headline& h) {
    nlohmann::ordered_json known = nlohmann::ordered_json::array();
    for (const Definition& d : definitions()) {
        known.push_back({{"label", d.label}, {"meaning", d.meaning}});
    }
    nlohmann::ordered_json measures = nlohmann::ordered_json::array();
    for (const Indicator& i : indicators()) {
        measures.push_back({{"label", i.label}, {"units", i.units}, {"meaning", i.meaning}});
    }
    return {{"origin", h.origin},
            {"years", h.years},
            {"mobility", {{"units", "1"}, {"definitions", known}, {"rate", h.mobility.rate}}},
            {"measures", {{"indicators", measures}, {"value", h.measures.value}}},
            {"programmes",
             {{"units", "USD"},
              {"programmes", h.costs.programmes},
              {"per_holder", h.costs.per_holder}}},
            {"outbound", {{"units", "people"}, {"by_host", people_json(h.outbound)}}},
            {"inbound", {{"units", "people"}, {"by_origin", people_json(h.inbound)}}}};
}

}  // namespace keruen
