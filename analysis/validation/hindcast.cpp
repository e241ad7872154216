// SPDX-License-Identifier: MIT
#include "analysis/validation/hindcast.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/measures/statistics.hpp"

namespace keruen {

namespace {

constexpr double kFewestOfRegions = 500, kFewestOfFocus = 100, kFewestOfPairs = 200;
const std::string kFocus = "KAZ";

/// [forecaster][base]
using Said = std::vector<std::vector<Forecast>>;

Said ask(const FlowPanel& panel, const std::vector<Forecaster>& forecasters,
         const std::vector<Year>& bases, Year last) {
    Said said;
    for (const Forecaster& one : forecasters) {
        said.emplace_back();
        for (const Year base : bases) said.back().push_back(one.forecast(panel.until(base), last));
    }
    return said;
}

/// The measures of one set: by base to the last year, by horizon, and over horizons from two on.
void add_rows(Hindcast& out, const FlowPanel& panel, const FlowSet& set, const Said& said,
              CountedBy counted) {
    for (std::size_t f = 0; f < said.size(); ++f) {
        const std::vector<SkillCase> all = judge(panel, set, said[f], said.front(), counted);
        const auto add = [&](SkillRow row, auto&& wanted) {
            std::vector<SkillCase> some;
            std::copy_if(all.begin(), all.end(), std::back_inserter(some), wanted);
            if (some.empty()) return;
            row.set = set.name;
            row.forecaster = said[f].front().name;
            row.counted = counted;
            row.skill = skill_of(set, some);
            out.rows.push_back(std::move(row));
        };
        int longest = 0;
        for (const Forecast& one : said[f]) {
            const Year last = one.last();
            longest = std::max(longest, last - one.base);
            add({"", "", counted, one.base, last - one.base, 1, {}},
                [&](const SkillCase& c) { return c.base == one.base && c.year == last; });
        }
        for (int h = 1; h <= longest; ++h) {
            add({"", "", counted, 0, h, 1, {}},
                [h](const SkillCase& c) { return c.year - c.base == h; });
        }
        add({"", "", counted, 0, 0, 2, {}},
            [](const SkillCase& c) { return c.year - c.base >= 2; });
    }
}

std::string name_of(const FlowPanel& panel, std::size_t s) {
    return panel.series[s].origin + '-' + panel.series[s].host;
}

HindcastFan fan_of(const Forecast& forecast, std::size_t s, const std::string& flow) {
    HindcastFan fan{flow, forecast.name, forecast.base, {}, {}, {}};
    for (Year year = forecast.base + 1; year <= forecast.last(); ++year) {
        const std::vector<double> members = sums_of(forecast, {s}, year);
        fan.median.push_back(quantile(members, 0.5));
        for (std::size_t k = 0; k < kBands.size(); ++k) {
            fan.low[k].push_back(quantile(members, (1 - kBands[k]) / 2));
            fan.high[k].push_back(quantile(members, (1 + kBands[k]) / 2));
        }
    }
    return fan;
}

HindcastPath path_of(const FlowPanel& panel, std::size_t s, const Said& said, std::size_t base) {
    const Forecast& first = said.front()[base];
    HindcastPath path{name_of(panel, s), first.base, {}, {}};
    for (Year year = first.base + 1; year <= first.last(); ++year) {
        path.recorded.push_back(panel.at(s, year));
    }
    for (const auto& by_base : said) {
        const Forecast& forecast = by_base[base];
        path.said.emplace_back(forecast.name, std::vector<double>{});
        for (Year year = forecast.base + 1; year <= forecast.last(); ++year) {
            std::vector<double> members;
            for (std::size_t m = 0; m < forecast.students.extent(2); ++m) {
                members.push_back(forecast.at(s, year, m));
            }
            const auto middle = members.begin() + static_cast<std::ptrdiff_t>(members.size() / 2);
            std::nth_element(members.begin(), middle, members.end());
            path.said.back().second.push_back(*middle);
        }
    }
    return path;
}

std::size_t position(const FlowPanel& panel, const std::string& origin, const std::string& host) {
    const auto found = std::find_if(
        panel.series.begin(), panel.series.end(),
        [&](const FlowPanel::Series& s) { return s.origin == origin && s.host == host; });
    return static_cast<std::size_t>(found - panel.series.begin());
}

/// One set of single series.
FlowSet set_of(std::string name, const FlowPanel& panel, const std::vector<std::size_t>& series) {
    FlowSet set{std::move(name), 1, {}};
    for (const std::size_t s : series) {
        const auto& [origin, host] = panel.series[s];
        set.flows.push_back({origin + '-' + host, {s}, host == "*" ? origin : host});
    }
    return set;
}

/// Rolling origins from 2008 on, on series with a record before the matrices were complete.
void add_long(Hindcast& out, const FlowPanel& panel, const std::vector<std::size_t>& series,
              const std::string& set, const std::vector<Forecaster>& forecasters) {
    if (series.empty()) return;
    const HindcastPlan& plan = out.plan;
    const Said said = ask(panel, forecasters, plan.long_bases, plan.last);
    add_rows(out, panel, set_of(set, panel, series), said, CountedBy::base);
    for (const std::size_t s : series) {
        if (panel.series[s].origin != kFocus) continue;
        out.paths.push_back(path_of(panel, s, said, 0));
        HindcastRecord record{name_of(panel, s), panel.first, {}};
        for (Year year = panel.first; year <= panel.last; ++year) {
            record.students.push_back(panel.at(s, year));
        }
        out.records.push_back(std::move(record));
        for (const auto& by_base : said) {
            for (const Forecast& one : by_base) {
                if (one.students.extent(2) < kFewestMembers) continue;
                out.fans.push_back(fan_of(one, s, name_of(panel, s)));
            }
        }
    }
}

bool known_at_all(const FlowPanel& panel, std::size_t s, const std::vector<Year>& bases) {
    return std::all_of(bases.begin(), bases.end(), [&](Year base) {
        const double value = panel.until(base).latest(s);
        return !std::isnan(value);
    });
}

}  // namespace

std::vector<std::size_t> constant_pairs(const FlowPanel& flows, const HindcastPlan& plan) {
    std::vector<std::size_t> pairs;
    std::vector<FlowPanel> known;
    for (const Year base : plan.bases) known.push_back(flows.until(base));
    for (std::size_t s = 0; s < flows.series.size(); ++s) {
        const bool always = std::none_of(known.begin(), known.end(), [&](const FlowPanel& panel) {
            return std::isnan(panel.latest(s));
        });
        if (always && !std::isnan(flows.at(s, plan.last))) pairs.push_back(s);
    }
    return pairs;
}

std::vector<FlowSet> flow_sets(const FlowPanel& flows, const std::vector<std::size_t>& pairs,
                               const std::vector<Region>& regions, const std::string& focus) {
    std::map<std::string, std::string> region_of;
    for (const Region& region : regions) {
        for (const std::string& country : region.countries) region_of[country] = region.code;
    }
    FlowSet between{"regions", kFewestOfRegions, {}}, of_focus{focus, kFewestOfFocus, {}},
        single{"pairs", kFewestOfPairs, {}};
    std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> sums;
    for (const std::size_t s : pairs) {
        const auto& [origin, host] = flows.series[s];
        if (!region_of.contains(origin) || !region_of.contains(host)) continue;
        sums[{region_of[origin], region_of[host]}].push_back(s);
        single.flows.push_back({origin + '-' + host, {s}, host});
    }
    for (const auto& [ends, series] : sums) {
        const JudgedFlow flow{ends.first + '-' + ends.second, series, ends.second};
        between.flows.push_back(flow);
        if (ends.first == focus || ends.second == focus) of_focus.flows.push_back(flow);
    }
    return {between, of_focus, single};
}

Hindcast hindcast(const FlowPanel& flows, const FlowPanel& totals,
                  const std::vector<Forecaster>& forecasters, const std::vector<Region>& regions,
                  const HindcastPlan& plan) {
    Hindcast out;
    out.plan = plan;
    for (const Forecaster& one : forecasters) out.forecasters.push_back(one.name);
    const std::vector<std::size_t> pairs = constant_pairs(flows, plan);
    out.constant_pairs = pairs.size();
    const Said said = ask(flows, forecasters, plan.bases, plan.last);
    for (const FlowSet& set : flow_sets(flows, pairs, regions, kFocus)) {
        add_rows(out, flows, set, said, CountedBy::base);
        add_rows(out, flows, set, said, CountedBy::target);
    }
    const std::size_t to_russia = position(flows, kFocus, "RUS");
    if (to_russia < flows.series.size() && known_at_all(flows, to_russia, plan.long_bases)) {
        add_long(out, flows, {to_russia}, "KAZ to RUS", forecasters);
    }
    std::vector<std::size_t> whole;
    for (std::size_t s = 0; s < totals.series.size(); ++s) {
        if (known_at_all(totals, s, plan.long_bases) && !std::isnan(totals.at(s, plan.last))) {
            whole.push_back(s);
        }
    }
    add_long(out, totals, whole, "outbound totals", forecasters);
    return out;
}

}  // namespace keruen
