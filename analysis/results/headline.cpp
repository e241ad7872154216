// SPDX-License-Identifier: MIT
#include "analysis/results/headline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <string_view>

#include "analysis/results/text_table.hpp"

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
    const std::size_t definitions = h.mobility.definitions.size();
    std::vector<std::string> titles{"year"};
    for (std::size_t d = 0; d < definitions; ++d) titles.push_back(fmt::format("[{}]", d + 1));
    TextTable table(titles);
    for (std::size_t y = 0; y < h.years.size(); ++y) {
        std::vector<std::string> cells{fmt::format("{}", h.years[y])};
        for (const double rate : h.mobility.rate[y]) cells.push_back(percent(rate));
        table.add(std::move(cells));
    }
    std::string out =
        fmt::format("{}: mobility by definition, percent, by academic year ending\n\n{}\n",
                    h.origin, table.text(2));
    // Definitions that differ only in whom they count stand together.
    for (std::size_t d = 0; d < definitions;) {
        const std::string& meaning = h.mobility.meanings[d];
        out += fmt::format("  {}\n", meaning);
        for (; d < definitions && h.mobility.meanings[d] == meaning; ++d) {
            out += fmt::format("    {:>4} {}\n", fmt::format("[{}]", d + 1),
                               h.mobility.definitions[d]);
        }
    }
    return out;
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
    Headline h{origin, {}, {}, {}, {}};
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

    h.mobility.definitions = result.labels("mobility/definition");
    const std::size_t definitions = h.mobility.definitions.size();
    const std::vector<std::string> lines = result.lines("definitions");  // "label: meaning"
    for (std::size_t d = 0; d < definitions; ++d) {
        h.mobility.meanings.push_back(lines.at(d).substr(h.mobility.definitions[d].size() + 2));
    }
    const auto rate = result.read<double>("mobility/rate");
    for (std::size_t y = first; y < finished; ++y) {
        const auto row = rate.begin() + static_cast<std::ptrdiff_t>((y * n + o) * definitions);
        h.mobility.rate.emplace_back(row, row + static_cast<std::ptrdiff_t>(definitions));
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
           people_text(h.inbound, h.years, "origin") + notes_text(h);
}

nlohmann::ordered_json headline_json(const Headline& h) {
    nlohmann::ordered_json definitions = nlohmann::ordered_json::array();
    for (std::size_t d = 0; d < h.mobility.definitions.size(); ++d) {
        definitions.push_back(
            {{"label", h.mobility.definitions[d]}, {"meaning", h.mobility.meanings[d]}});
    }
    return {{"origin", h.origin},
            {"years", h.years},
            {"mobility", {{"units", "1"}, {"definitions", definitions}, {"rate", h.mobility.rate}}},
            {"outbound", {{"units", "people"}, {"by_host", people_json(h.outbound)}}},
            {"inbound", {{"units", "people"}, {"by_origin", people_json(h.inbound)}}}};
}

}  // namespace keruen
