// SPDX-License-Identifier: MIT
#include "analysis/results/benchmark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "analysis/measures/statistics.hpp"

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kOutlookYears = 5;

/// What the program can do about an indicator, and what it rests on.
struct Remedy {
    std::string_view indicator, rests_on, lever;
};
constexpr Remedy kRemedies[] = {
    {"foreign students", "places and fees for foreigners, and an offer they can follow",
     "english_offer"},
    {"foreign teachers", "posts for academics from abroad, and standing", "foreign_posts"},
    {"exchange", "what the office can handle and what agreements hold", "office_posts"},
    {"staff visits", "time that teaching leaves, languages, ties and grants; standing",
     "visit_grants"},
    {"joint research", "autonomy, and standing", "autonomy"},
    {"joint programmes", "partners, and teachers without reservations", "double_degrees"},
    {"digital offer", "English-taught programmes and digital presence", "english_offer"},
};

/// The institutions of a file in one year.
class Sheet {
public:
    Sheet(const ResultFile& result, std::size_t t)
        : result_(result), ids_(institution_ids(result)), t_(t) {
        std::string text;
        for (const std::string& line : result.lines("institutions")) text += line;
        about_ = nlohmann::json::parse(text);
        const std::size_t k = indicator_names(result).size();
        const auto all = result.read<float>("institutions/value");
        value_.assign(all.begin() + at(t * ids_.size() * k),
                      all.begin() + at((t + 1) * ids_.size() * k));
        open_ = column("open", t);
        for (const double x : about_.at("full_marks")) full_.push_back(x);
        for (const double x : about_.at("phase_thresholds")) thresholds_.push_back(x);
    }

    std::vector<double> column(const std::string& name, std::size_t t) const {
        const auto all = result_.read<float>("institutions/" + name);
        return {all.begin() + at(t * ids_.size()), all.begin() + at((t + 1) * ids_.size())};
    }
    const nlohmann::json& about(std::size_t i) const { return about_.at("institutions").at(i); }
    std::string word(std::size_t i, const char* key) const { return about(i).at(key); }
    double value(std::size_t i, std::size_t k) const { return value_[i * full_.size() + k]; }
    double mark(double value, std::size_t k) const { return std::min(value / full_[k], 1.0); }
    int phase(double mark) const {
        return 1 + static_cast<int>(std::count_if(thresholds_.begin(), thresholds_.end(),
                                                  [mark](double x) { return mark >= x; }));
    }
    /// Open institutions of a region.
    std::vector<std::size_t> peers(const std::string& region) const {
        std::vector<std::size_t> list;
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            if (open_[i] > 0.5 && word(i, "region") == region) list.push_back(i);
        }
        return list;
    }
    std::size_t find(const std::string& id) const {
        return static_cast<std::size_t>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin());
    }
    std::size_t year() const { return t_; }

private:
    static std::ptrdiff_t at(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

    const ResultFile& result_;
    std::vector<std::string> ids_;
    std::size_t t_;
    nlohmann::json about_;
    std::vector<double> value_, open_, full_, thresholds_;
};

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double x : values) sum += x;
    return values.empty() ? kUnknown : sum / static_cast<double>(values.size());
}

IndicatorLine line_of(const Sheet& sheet, const std::vector<std::size_t>& peers, std::size_t k,
                      std::size_t own, bool one) {
    IndicatorLine line;
    std::vector<double> values;
    for (const std::size_t i : peers) {
        if (!std::isnan(sheet.value(i, k))) values.push_back(sheet.value(i, k));
    }
    std::sort(values.begin(), values.end());
    line.value = one ? sheet.value(own, k) : mean(values);
    line.mark = std::isnan(line.value) ? kUnknown : sheet.mark(line.value, k);
    line.low = quantile(values, 0.25);
    line.median = quantile(values, 0.5);
    line.high = quantile(values, 0.75);
    const auto below = std::lower_bound(values.begin(), values.end(), line.value);
    const auto above = std::upper_bound(values.begin(), values.end(), line.value);
    // Half of those who are level count as below.
    line.percentile = values.empty() || std::isnan(line.value)
                          ? kUnknown
                          : (static_cast<double>(below - values.begin()) +
                             static_cast<double>(above - values.begin())) /
                                2 / static_cast<double>(values.size());
    return line;
}

double weighted(const std::vector<IndicatorLine>& lines, double IndicatorLine::*member) {
    double sum = 0, weight = 0;
    for (const IndicatorLine& line : lines) {
        if (std::isnan(line.*member)) continue;
        sum += line.weight * line.*member;
        weight += line.weight;
    }
    return weight > 0 ? sum / weight : kUnknown;
}

/// Weighted mean mark of institution i.
double mark_of(const Sheet& sheet, const std::vector<IndicatorLine>& lines, std::size_t i) {
    std::vector<IndicatorLine> own = lines;
    for (std::size_t k = 0; k < own.size(); ++k) {
        const double value = sheet.value(i, k);
        own[k].mark = std::isnan(value) ? kUnknown : sheet.mark(value, k);
    }
    return weighted(own, &IndicatorLine::mark);
}

double yearly_growth(double before, double now, std::size_t years) {
    if (!(before > 0) || !(now > 0) || years == 0) return kUnknown;
    return std::pow(now / before, 1.0 / static_cast<double>(years)) - 1;
}

/// Foreign students of each host, or of all, in a year.
double inbound(const ResultFile& result, std::size_t t, const std::string& region) {
    const auto hosts = result.labels("flows/host");
    const auto stock = result.read<std::int64_t>("flows/stock");
    const std::size_t n = hosts.size();
    std::int64_t people = 0;
    for (std::size_t o = 0; o < n; ++o) {
        for (std::size_t h = 0; h < n; ++h) {
            if (region.empty() || hosts[h] == region) people += stock[(t * n + o) * n + h];
        }
    }
    return static_cast<double>(people);
}

double home_students(const ResultFile& result, std::size_t t, const std::string& region) {
    const auto origins = result.labels("home/origin");
    const auto enrolment = result.read<double>("home/enrolment");
    const auto o = static_cast<std::size_t>(std::find(origins.begin(), origins.end(), region) -
                                            origins.begin());
    return enrolment[t * origins.size() + o];
}

/// Whether the region is one in which internationalisation is getting easier.
std::vector<Outlook> outlook_of(const ResultFile& result, std::size_t t,
                                const std::string& region) {
    const std::size_t years = std::min(t, kOutlookYears), before = t - years;
    const auto growth = [&](auto f, const std::string& where) {
        return yearly_growth(f(result, before, where), f(result, t, where), years);
    };
    const double own = growth(inbound, region), world = growth(inbound, "");
    const double home = growth(home_students, region);
    return {
        {"foreign students in the region", own, own > 0},
        {"the region's share of all foreign students", (1 + own) / (1 + world) - 1, own > world},
        {"students at home", home, home > 0}};
}

Strategy strategy_of(bool strong, bool favourable) {
    if (strong) return favourable ? Strategy::aggressive : Strategy::conservative;
    return favourable ? Strategy::competitive : Strategy::defensive;
}

void diagnose(Benchmark& out) {
    const IndicatorLine* worst = nullptr;
    for (const IndicatorLine& line : out.indicators) {
        if (std::isnan(line.mark) || line.weight <= 0) continue;
        if (worst == nullptr || line.mark < worst->mark) worst = &line;
    }
    if (worst == nullptr) return;
    out.bottleneck = worst->name;
    for (const Remedy& remedy : kRemedies) {
        if (remedy.indicator != worst->name) continue;
        const bool office = out.throughput < out.seats;
        const std::string_view lever = remedy.indicator == "exchange" && !office
                                           ? std::string_view("agreement_growth")
                                           : remedy.lever;
        out.advice =
            fmt::format("It rests on {}. Try the lever {}.{}.", remedy.rests_on, out.region, lever);
    }
}

}  // namespace

std::vector<std::string> institution_ids(const ResultFile& result) {
    return result.labels("institutions/institution");
}

std::vector<std::string> indicator_names(const ResultFile& result) {
    return result.labels("institutions/indicator");
}

std::string_view name_of(Strategy strategy) {
    switch (strategy) {
        case Strategy::aggressive:
            return "aggressive";
        case Strategy::conservative:
            return "conservative";
        case Strategy::competitive:
            return "competitive";
        case Strategy::defensive:
            return "defensive";
    }
    return "";
}

std::string_view phase_name(int phase) {
    constexpr std::string_view names[] = {"ad hoc", "birth of the process", "enforcement",
                                          "implemented management", "optimisation"};
    return names[phase - 1];
}

Benchmark benchmark(const ResultFile& result, const BenchmarkRequest& request) {
    const std::vector<int> years = result.years();
    Benchmark out;
    out.year = request.year == 0 ? years[result.years_finished() - 1] : request.year;
    const Sheet sheet(result, static_cast<std::size_t>(out.year - years.front()));
    const bool one = !request.institution.empty();
    const std::size_t own = one ? sheet.find(request.institution) : 0;
    out.institution = request.institution;
    out.region = request.region.empty() ? sheet.word(own, "region") : request.region;
    if (one) {
        out.label = sheet.word(own, "label");
        out.sector = sheet.word(own, "sector");
        out.origin_model = sheet.word(own, "origin_model");
        out.management = sheet.word(own, "management");
    }
    const std::vector<std::size_t> peers = sheet.peers(out.region);
    out.peers = peers.size();
    const std::vector<std::string> names = indicator_names(result);
    for (std::size_t k = 0; k < names.size(); ++k) {
        IndicatorLine line = line_of(sheet, peers, k, own, one);
        line.name = names[k];
        const auto weight = request.weights.find(names[k]);
        line.weight = request.weights.empty()           ? 1
                      : weight == request.weights.end() ? 0
                                                        : weight->second;
        out.indicators.push_back(line);
    }
    out.mark = weighted(out.indicators, &IndicatorLine::mark);
    out.phase = sheet.phase(out.mark);
    out.phases.assign(5, 0);
    const auto throughput = sheet.column("throughput", sheet.year());
    const auto seats = sheet.column("seats", sheet.year());
    for (const std::size_t i : peers) {
        const int phase = sheet.phase(mark_of(sheet, out.indicators, i));
        ++out.phases[static_cast<std::size_t>(phase - 1)];
        if (one && i != own) continue;
        out.throughput += throughput[i];
        out.seats += seats[i];
    }
    out.strength = weighted(out.indicators, &IndicatorLine::percentile) - 0.5;
    out.outlook = outlook_of(result, sheet.year(), out.region);
    const auto favourable = std::count_if(out.outlook.begin(), out.outlook.end(),
                                          [](const Outlook& x) { return x.opportunity; });
    out.strategy = strategy_of(one ? out.strength >= 0 : out.phase >= 3, favourable >= 2);
    diagnose(out);
    return out;
}

}  // namespace keruen
