// SPDX-License-Identifier: MIT
#include "analysis/twins/compare.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "analysis/twins/margins.hpp"

namespace keruen {

namespace {

Grid<double, 2> quantities(const MemberSummary& summary) {
    const std::size_t years = summary.years.size(), regions = summary.abroad.extent(1);
    Grid<double, 2> values({regions, kQuantities});
    for (std::size_t o = 0; o < regions; ++o) {
        values(o, 0U) = static_cast<double>(summary.abroad(years - 1, o));
        for (std::size_t t = 0; t < years; ++t) {
            values(o, 1U) += static_cast<double>(summary.entrants(t, o));
            values(o, 2U) += static_cast<double>(summary.semesters(t, o));
            values(o, 3U) += static_cast<double>(summary.aid(t, o));
        }
    }
    return values;
}

std::vector<std::string> codes(const std::vector<ScenarioRegion>& regions) {
    std::vector<std::string> list;
    list.reserve(regions.size());
    for (const ScenarioRegion& region : regions) list.push_back(region.region.code);
    return list;
}

using Dates = std::map<std::string, std::vector<std::pair<Year, double>>>;

/// Ids of programmes begin with a small letter, codes of regions have none.
bool is_of_region(const std::string& lever) {
    return !lever.empty() && (lever.front() < 'a' || lever.front() > 'z');
}

/// What a scenario says about levers of regions.
Dates region_levers(const ScenarioFile& scenario) {
    Dates levers;
    for (const PolicyValue& value : scenario.policy) {
        if (!is_of_region(value.key)) continue;
        for (const DatedValue& date : value.dates) {
            levers[value.key].emplace_back(date.year, date.value);
        }
    }
    return levers;
}

/// Rules that move fees, or a lever of a region.
std::set<std::string> region_rules(const ScenarioFile& scenario) {
    std::set<std::string> names;
    for (const ScenarioRule& rule : scenario.rules) {
        const bool fees = rule.kind == "best-response" && rule.programme.value.empty();
        if (is_of_region(rule.lever.value) || fees) names.insert("rule " + rule.name);
    }
    return names;
}

std::vector<std::string> not_counted(const ScenarioFile& base, const ScenarioFile& other) {
    const Dates before = region_levers(base), after = region_levers(other);
    std::set<std::string> differ;
    for (const auto& [side, against] : {std::pair{&before, &after}, {&after, &before}}) {
        for (const auto& [key, dates] : *side) {
            const auto at = against->find(key);
            if (at == against->end() || at->second != dates) differ.insert(key);
        }
    }
    const std::set<std::string> old_rules = region_rules(base), rules = region_rules(other);
    std::set_symmetric_difference(old_rules.begin(), old_rules.end(), rules.begin(), rules.end(),
                                  std::inserter(differ, differ.end()));
    return {differ.begin(), differ.end()};
}

/// All members, one after the other; each run uses every thread.
class Comparer {
public:
    Comparer(const CompareSide& base, const std::vector<CompareSide>& others, DataPackage& data,
             const CompareOptions& options, Workers& workers,
             const std::function<void(const CompareProgress&)>& progress)
        : base_(base),
          others_(others),
          data_(data),
          options_(options),
          workers_(workers),
          progress_(progress),
          runs_(static_cast<double>(options.members) * static_cast<double>(1 + 2 * others.size())) {
        result_.base = base.label;
        result_.origins = codes(base.scenario.regions);
        result_.first = base.scenario.first;
        result_.last = base.scenario.last;
        for (const CompareSide& other : others) {
            result_.pairs.emplace_back();
            result_.pairs.back().label = other.label;
            result_.pairs.back().other_parameters =
                !(other.scenario.parameters == base.scenario.parameters);
            result_.pairs.back().not_counted = not_counted(base.scenario, other.scenario);
        }
    }

    Comparison run() {
        for (int m = 0; m < options_.members; ++m) {
            if (!member(static_cast<std::size_t>(m))) {
                result_.interrupted = true;
                break;
            }
        }
        return std::move(result_);
    }

private:
    std::unique_ptr<Experiment> prepared(const CompareSide& side, std::size_t m,
                                         const Experiment* known) {
        ScenarioFile scenario = side.scenario;
        if (options_.sample) options_.sample->apply(draw_of(m), scenario);
        return prepare(scenario, data_, options_.run, workers_, known);
    }

    std::size_t draw_of(std::size_t m) const { return m % options_.sample->draws.size(); }

    /// Worlds are built anew only where the parameters are.
    void prepare_sides(std::size_t m) {
        if (m > 0 && !options_.sample) return;
        experiments_.clear();
        experiments_.push_back(prepared(base_, m, nullptr));
        for (const CompareSide& other : others_) {
            experiments_.push_back(prepared(other, m, experiments_.front().get()));
        }
    }

    std::optional<MemberSummary> simulate(std::size_t side, const std::string& what, std::size_t m,
                                          MemberTask task) {
        Experiment& e = *experiments_[side];
        task.seed = seed_of(m);
        task.stop = options_.stop;
        task.finished = [&](Year year) {
            const double years = static_cast<double>(year - e.world.first + 1);
            progress_({m + 1, static_cast<std::size_t>(options_.members), what, year,
                       (finished_ + years / static_cast<double>(e.years())) / runs_});
        };
        auto summary = simulate_member(e, task, workers_);
        finished_ += 1;
        return summary;
    }

    std::uint64_t seed_of(std::size_t m) const { return base_.scenario.seed + m; }

    Lives no_lives(std::size_t side) const {
        return {result_.origins.size(), result_.first, result_.last,
                programme_ids(experiments_[side]->policy)};
    }

    /// Whether the member was finished for every side. If it was not, its total effects remain
    /// where they are whole; of the first member, those of the sides that were finished.
    bool member(std::size_t m) {
        prepare_sides(m);
        Lives lives = no_lives(0);
        BasePath path(experiments_.front()->policy);
        const auto base = simulate(0, "base " + result_.base, m, {.lives = &lives, .path = &path});
        if (!base) return false;
        std::vector<PairMember> answers;
        while (answers.size() < others_.size()) {
            std::optional<PairMember> answer = total_effect(answers.size(), m, *base, lives);
            if (!answer) break;
            answers.push_back(std::move(*answer));
        }
        bool whole = answers.size() == others_.size();
        if (!whole && (m > 0 || answers.empty())) return false;
        result_.pairs.resize(answers.size());
        for (std::size_t k = 0; k < answers.size(); ++k) {
            whole = whole && add_direct_effect(k, m, lives, path, answers[k]);
            result_.pairs[k].members.push_back(std::move(answers[k]));
        }
        result_.seeds.push_back(seed_of(m));
        if (options_.sample) result_.draws.push_back(draw_of(m));
        return whole;
    }

    std::optional<PairMember> total_effect(std::size_t k, std::size_t m, const MemberSummary& base,
                                           const Lives& base_lives) {
        Lives lives = no_lives(k + 1);
        const auto other = simulate(k + 1, "other " + others_[k].label, m, {.lives = &lives});
        if (!other) return std::nullopt;
        TwinLedger total = twin_ledger(base_lives, lives, workers_);
        PairMember answer;
        answer.total = people_by_origin(total);
        answer.groups = people_by_group(total);
        answer.base = quantities(base);
        answer.other = quantities(*other);
        if (m == 0) result_.pairs[k].total = std::move(total);
        return answer;
    }

    /// Whether it was not stopped.
    bool add_direct_effect(std::size_t k, std::size_t m, const Lives& base_lives,
                           const BasePath& path, PairMember& answer) {
        Lives lives = no_lives(k + 1);
        const auto met = simulate(k + 1, "direct effect of " + others_[k].label, m,
                                  {.lives = &lives, .met = &path});
        if (!met) return false;
        TwinLedger direct = twin_ledger(base_lives, lives, workers_);
        answer.direct = people_by_origin(direct);
        if (m == 0) result_.pairs[k].direct = std::move(direct);
        return true;
    }

    const CompareSide& base_;
    const std::vector<CompareSide>& others_;
    DataPackage& data_;
    const CompareOptions& options_;
    Workers& workers_;
    const std::function<void(const CompareProgress&)>& progress_;
    Comparison result_;
    std::vector<std::unique_ptr<Experiment>> experiments_;  // base, then others
    double finished_ = 0, runs_;
};

}  // namespace

const std::array<TwinClassName, kQuantities>& quantity_names() {
    static constexpr std::array<TwinClassName, kQuantities> names{
        {{"abroad_last", "degree students abroad, last year"},
         {"entrants", "began a degree abroad, all years"},
         {"semesters", "semesters abroad, all years"},
         {"spending_usd", "USD of aid, all years"}}};
    return names;
}

std::int64_t PairMember::additional(std::optional<std::size_t> origin) const {
    std::int64_t sum = 0;
    for (std::size_t o = 0; o < total.extent(0); ++o) {
        if (origin && *origin != o) continue;
        sum += total(o, static_cast<std::size_t>(TwinClass::newly_mobile)) -
               total(o, static_cast<std::size_t>(TwinClass::crowded_out));
    }
    return sum;
}

double PairMember::spending(std::optional<std::size_t> origin) const {
    constexpr auto kAid = static_cast<std::size_t>(Quantity::aid);
    double sum = 0;
    for (std::size_t o = 0; o < base.extent(0); ++o) {
        if (!origin || *origin == o) sum += other(o, kAid) - base(o, kAid);
    }
    return sum;
}

void require_twins(const CompareSide& base, const CompareSide& other) {
    const ScenarioFile &b = base.scenario, &o = other.scenario;
    auto same = [&](bool holds, const char* what) {
        if (holds) return;
        refuse({other.label}, fmt::format("{} other than in {}", what, base.label),
               fmt::format("the same {}, so that persons can be matched", what),
               "compare scenarios of one root, with the same --years");
    };
    same(b.first == o.first && b.last == o.last, "years");
    same(b.base == o.base, "base year");
    same(codes(b.regions) == codes(o.regions), "regions");
    for (std::size_t r = 0; r < b.regions.size(); ++r) {
        const ScenarioRegion &x = b.regions[r], &y = o.regions[r];
        same(x.weight_mover == y.weight_mover && x.weight_stayer == y.weight_stayer &&
                 x.weight_keen == y.weight_keen && x.focus == y.focus,
             "students per agent");
    }
}

Comparison compare(const CompareSide& base, const std::vector<CompareSide>& others,
                   DataPackage& data, const CompareOptions& options, Workers& workers,
                   const std::function<void(const CompareProgress&)>& progress) {
    for (const CompareSide& other : others) require_twins(base, other);
    return Comparer(base, others, data, options, workers, progress).run();
}

}  // namespace keruen
