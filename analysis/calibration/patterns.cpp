// SPDX-License-Identifier: MIT
#include "analysis/calibration/patterns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "analysis/validation/fees.hpp"
#include "models/measures.hpp"
#include "scenarios/table.hpp"

namespace keruen {

namespace {

// As the table words them, in the order of the enumerations.
constexpr std::array kMeasures{"paying entrants",
                               "degree students abroad",
                               "foreign degree students",
                               "exchange students out",
                               "exchange students in",
                               "share of degree students abroad",
                               "share on the host's programmes",
                               "graduates mobile for a degree",
                               "graduates mobile for credits",
                               "degree students at the host"};
constexpr std::array kUses{"calibration", "judgement", "constants"};
constexpr double kLeast = 0.5;          // persons
constexpr double kLeastShare = 0.0005;  // shares stay within this of 0 and 1
const std::string kUncounted = "CHN";   // as host not in UNESCO's totals

template <class Words>
std::size_t position(const Words& words, std::string_view word) {
    const auto at = std::find(words.begin(), words.end(), word);
    if (at == words.end()) throw std::logic_error("the schema lets through an unknown word");
    return static_cast<std::size_t>(at - words.begin());
}

/// One past the last if there is none of this code.
std::size_t region_of(const World& world, const std::string& code) {
    const auto at = std::find_if(world.regions.begin(), world.regions.end(),
                                 [&](const Region& r) { return r.code == code; });
    return static_cast<std::size_t>(at - world.regions.begin());
}

/// Reads one pattern's figure off the records of a run.
class Gauge {
public:
    Gauge(const Experiment& e, const Pattern& pattern)
        : e_(e),
          pattern_(pattern),
          origin_(region_of(e.world, pattern.origin)),
          host_(region_of(e.world, pattern.host)),
          uncounted_(region_of(e.world, kUncounted)) {}

    double level(Year year, const YearRecord& r) const {
        switch (pattern_.measure) {
            case PatternMeasure::paying_entrants:
                break;  // needs no run
            case PatternMeasure::abroad:
                return abroad(r);
            case PatternMeasure::foreign:
                return sum_over_origins(r.stock);
            case PatternMeasure::exchange_out:
                return sum_over_hosts(r.exchange.people());
            case PatternMeasure::exchange_in:
                return sum_over_origins(r.exchange.people());
            case PatternMeasure::share_of_abroad:
                return static_cast<double>(r.stock(origin_, host_)) / abroad(r);
            case PatternMeasure::share_on_programmes:
                return on_programmes(r) / static_cast<double>(r.stock(origin_, host_));
            case PatternMeasure::degree_graduates:
                return rate("graduates, degree", year, r);
            case PatternMeasure::credit_graduates:
                return rate("graduates, credit", year, r);
            case PatternMeasure::at_host:
                return static_cast<double>(r.stock(origin_, host_));
        }
        throw std::logic_error("a measure of no run");
    }

private:
    double sum_over_origins(const Flow& flow) const {
        std::int64_t sum = 0;
        for (std::size_t o = 0; o < flow.extent(0); ++o) {
            if (o != host_) sum += flow(o, host_);
        }
        return static_cast<double>(sum);
    }
    double sum_over_hosts(const Flow& flow) const {
        std::int64_t sum = 0;
        for (std::size_t h = 0; h < flow.extent(1); ++h) sum += flow(origin_, h);
        return static_cast<double>(sum);
    }
    double abroad(const YearRecord& r) const {
        const bool within = uncounted_ < r.stock.extent(1);
        return sum_over_hosts(r.stock) -
               (within ? static_cast<double>(r.stock(origin_, uncounted_)) : 0.0);
    }
    double on_programmes(const YearRecord& r) const {
        std::int64_t held = 0;
        const auto& programmes = e_.policy.programmes;
        for (std::size_t q = 0; q < programmes.size(); ++q) {
            if (programmes[q].sponsor != pattern_.host) continue;
            for (std::size_t l = 0; l < r.held.extent(3); ++l) {
                held += r.held(origin_, host_, q + 1, l);
            }
        }
        return static_cast<double>(held);
    }
    double rate(std::string_view label, Year year, const YearRecord& r) const {
        const auto& all = definitions();
        const auto at = find_definition(label) - all.data();
        return mobility_rates(year_numbers(e_.world, e_.constants.diaspora, r, year))(
            origin_, static_cast<std::size_t>(at));
    }

    const Experiment& e_;
    const Pattern& pattern_;
    std::size_t origin_, host_, uncounted_;
};

/// Entrants who pay the host's fee, in expectation, against those of the year before it.
std::vector<double> paying_figures(const ScenarioFile& scenario, DataPackage& data,
                                   std::span<const Pattern> patterns, Workers& workers) {
    const auto experiment = assemble(scenario, data);
    const World& world = experiment->world;
    Year last = world.base;
    for (const Pattern& p : patterns) last = std::max(last, p.year);
    const std::vector<Matrix> entrants = expected_entrants_ahead(
        world, experiment->reference, experiment->policy, scenario.parameters,
        static_cast<std::size_t>(last - world.base), workers);
    std::vector<double> figures;
    for (const Pattern& p : patterns) {
        const std::size_t h = region_of(world, p.host);
        const std::vector<bool> pays = paying_regions(world, data, p.host, world.base + 1);
        const auto paying = [&](Year year) {
            double sum = 0;
            for (std::size_t o = 0; o < world.regions.size(); ++o) {
                if (o != h && pays[o])
                    sum += entrants.at(static_cast<std::size_t>(year - world.base))(o, h);
            }
            return sum;
        };
        figures.push_back(p.compared(paying(p.since), paying(p.year)));
    }
    return figures;
}

}  // namespace

double Pattern::compared(double before_value, double at_value) const {
    if (is_share()) {
        const double share = std::clamp(at_value, kLeastShare, 1 - kLeastShare);
        return std::log(share / (1 - share));
    }
    const double level = std::log(std::max(at_value, kLeast));
    return since == 0 ? level : level - std::log(std::max(before_value, kLeast));
}

double Pattern::sd() const {
    return std::hypot(observation_sd, discrepancy_sd);
}

std::vector<Pattern> read_patterns(DataPackage& data, Diagnostics& diagnostics) {
    const Table* table = data.table("patterns", diagnostics);
    diagnostics.throw_if_any();
    std::vector<Pattern> list;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto text = [&](const char* column) { return table->text(column)[row]; };
        const auto number = [&](const char* column) { return table->number(column)[row]; };
        Pattern p;
        p.key = text("pattern");
        p.scenario = text("scenario");
        p.measure = static_cast<PatternMeasure>(position(kMeasures, text("measure")));
        p.origin = text("origin");
        p.host = text("host");
        const std::int64_t since = table->integer("since")[row];
        p.since = since == Table::no_integer ? 0 : static_cast<Year>(since);
        p.year = static_cast<Year>(table->integer("year")[row]);
        p.before = number("before");
        p.value = number("value");
        p.unit = text("unit");
        p.observation_sd = number("observation_sd");
        p.discrepancy_sd = number("discrepancy_sd");
        p.use = static_cast<PatternUse>(position(kUses, text("used_in")));
        list.push_back(std::move(p));
    }
    return list;
}

std::vector<double> pattern_figures(const ScenarioFile& given, DataPackage& data,
                                    std::span<const Pattern> patterns, Workers& workers) {
    const auto of_entrants = std::count_if(patterns.begin(), patterns.end(), [](const Pattern& p) {
        return p.measure == PatternMeasure::paying_entrants;
    });
    ScenarioFile scenario = given;
    for (const Pattern& p : patterns) scenario.last = std::max(scenario.last, p.year);
    if (of_entrants == static_cast<std::ptrdiff_t>(patterns.size())) {
        return paying_figures(scenario, data, patterns, workers);
    }
    if (of_entrants > 0) throw std::logic_error("patterns of fees have scenarios of their own");
    const auto experiment = prepare(scenario, data, {}, workers);
    Year last = 0;
    std::vector<Gauge> gauges;
    for (const Pattern& pattern : patterns) {
        last = std::max(last, pattern.year);
        gauges.emplace_back(*experiment, pattern);
    }
    std::vector<double> before(patterns.size(), 0.0), at(patterns.size(), 0.0);
    State state = initial_state(experiment->setup);
    Schedule<YearWork> schedule = academic_year(experiment->setup, workers);
    while (state.next <= last) {
        const Year year = state.next;
        const YearRecord record = simulate_year(experiment->setup, schedule, state, false);
        for (std::size_t k = 0; k < patterns.size(); ++k) {
            if (year == patterns[k].since) before[k] = gauges[k].level(year, record);
            if (year == patterns[k].year) at[k] = gauges[k].level(year, record);
        }
    }
    std::vector<double> figures;
    for (std::size_t k = 0; k < patterns.size(); ++k) {
        figures.push_back(patterns[k].compared(before[k], at[k]));
    }
    return figures;
}

}  // namespace keruen
