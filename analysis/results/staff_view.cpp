// SPDX-License-Identifier: MIT
#include "analysis/results/staff_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"

namespace keruen {
namespace {

constexpr int kFirstYear = 2013;  // as in the headline
constexpr std::array kShownYears{2013, 2014, 2015, 2016, 2017, 2020, 2025, 2030, 2035};

/// Sums of a dataset over what lies between years and the last dimension, for one region.
class Reader {
public:
    Reader(const ResultFile& result, const std::string& region) : result_(result) {
        const std::vector<std::string> regions = result.labels("staff/region");
        regions_ = regions.size();
        region_ = static_cast<std::size_t>(std::find(regions.begin(), regions.end(), region) -
                                           regions.begin());
        const std::vector<int> all = result.years();
        for (std::size_t y = 0; y < result.years_finished(); ++y) {
            if (all[y] >= kFirstYear) index_.push_back(y);
        }
        for (const std::size_t y : index_) years.push_back(all[y]);
    }

    std::vector<std::int64_t> over_ranks(const std::string& dataset) const {
        const auto values = result_.read<std::int64_t>("staff/" + dataset);
        const std::size_t ranks = result_.labels("staff/rank").size();
        return sums([&](std::size_t y,
                        std::size_t k) { return values[(y * regions_ + region_) * ranks + k]; },
                    ranks);
    }

    std::vector<std::int64_t> visits(bool out) const {
        const auto values = result_.read<std::int64_t>("staff_flows/visits");
        return sums(
            [&](std::size_t y, std::size_t x) {
                const std::size_t o = out ? region_ : x, h = out ? x : region_;
                return values[(y * regions_ + o) * regions_ + h];
            },
            regions_);
    }

    std::vector<std::int64_t> invited() const {
        const auto values = result_.read<std::int64_t>("staff_counts/invited");
        return sums([&](std::size_t y, std::size_t) { return values[y * regions_ + region_]; }, 1);
    }

    std::vector<int> years;

private:
    template <class F>
    std::vector<std::int64_t> sums(F&& cell, std::size_t n) const {
        std::vector<std::int64_t> people;
        for (const std::size_t y : index_) {
            people.push_back(0);
            for (std::size_t k = 0; k < n; ++k) people.back() += cell(y, k);
        }
        return people;
    }

    const ResultFile& result_;
    std::size_t regions_ = 0, region_ = 0;
    std::vector<std::size_t> index_;
};

}  // namespace

StaffView staff_view(const ResultFile& result, const std::string& region) {
    if (!result.has("staff/staff")) return {region, {}, {}, {}};
    const Reader reader(result, region);
    StaffView view{region, reader.years, {}, {}};
    const auto add = [&](const char* measure, std::vector<std::int64_t> people) {
        view.measures.emplace_back(measure);
        view.people.push_back(std::move(people));
    };
    add("with a post", reader.over_ranks("staff"));
    add("of them foreign", reader.over_ranks("foreign"));
    add("own, abroad", reader.over_ranks("abroad"));
    add("left in the year", reader.over_ranks("emigrated"));
    add("returned", reader.over_ranks("returned"));
    add("visits out", reader.visits(true));
    add("visits in", reader.visits(false));
    add("invited guests", reader.invited());
    return view;
}

std::string staff_text(const StaffView& view) {
    if (view.years.empty() ||
        *std::max_element(view.people[0].begin(), view.people[0].end()) == 0) {
        return "";
    }
    std::vector<std::size_t> columns;
    std::vector<std::string> titles{"academics"};
    for (std::size_t y = 0; y < view.years.size(); ++y) {
        const bool chosen =
            std::find(kShownYears.begin(), kShownYears.end(), view.years[y]) != kShownYears.end();
        if (!chosen && y + 1 < view.years.size()) continue;
        columns.push_back(y);
        titles.push_back(fmt::format("{}", view.years[y]));
    }
    TextTable table(titles);
    for (std::size_t m = 0; m < view.measures.size(); ++m) {
        std::vector<std::string> cells{view.measures[m]};
        for (const std::size_t y : columns) cells.push_back(thousands(view.people[m][y]));
        table.add(std::move(cells));
    }
    return fmt::format("{}: academic staff, people\n\n{}", view.region, table.text(2));
}

nlohmann::ordered_json staff_json(const StaffView& view) {
    nlohmann::ordered_json people = nlohmann::ordered_json::object();
    for (std::size_t m = 0; m < view.measures.size(); ++m) {
        people[view.measures[m]] = view.people[m];
    }
    return {
        {"region", view.region}, {"years", view.years}, {"units", "people"}, {"people", people}};
}

}  // namespace keruen
