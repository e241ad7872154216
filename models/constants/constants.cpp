// SPDX-License-Identifier: MIT
#include "models/constants/constants.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/constants/choosers.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/parallel.hpp"

namespace keruen {

namespace {

constexpr std::array kLevels{Level::bachelor, Level::master, Level::doctoral};
constexpr int kMostSteps = 80;
constexpr double kTolerance = 1e-3;  // log points between expected and implied entrants
constexpr double kSteady = 5e-4;     // of those admitted; with half the tolerance still within it

double known(double value) {
    return std::isnan(value) ? 0.0 : value;
}

class Estimator {
public:
    Estimator(const World& world, const Policy& reference, const Parameters& p, Workers& workers)
        : world_(world),
          policy_(&reference),
          p_(p),
          workers_(workers),
          regions_(world.regions.size()),
          base_(world.index(world.base)),
          who_(find_choosers(world, p, workers)) {}

    Constants run() {
        begin();
        for (std::size_t t = 0; t <= base_; ++t) invert_year(t, implied_targets(t), t);
        invert_year(base_, momentum_targets(), base_ + 1);
        extend_with_drift();
        return std::move(out_);
    }

    std::vector<Matrix> ahead(const Policy& policy, std::size_t years) {
        begin();
        invert_year(base_, momentum_targets(), base_ + 1);
        extend_with_drift();
        policy_ = &policy;
        // Programmes that the reference does not have come after those it has.
        for (std::size_t q = open_.size(); q < policy.programmes.size(); ++q) {
            open_.push_back({policy.programmes[q].selection, 0});
        }
        return follow(years);
    }

private:
    using Targets = std::array<Matrix, 3>;  // [level - 1](origin, host)

    void begin() {
        const double none = -std::numeric_limits<double>::infinity();
        out_.delta.assign(3, Cube({regions_, regions_, world_.years()}, none));
        out_.entrants = who_.entrants;
        out_.home_seats = who_.home_seats;
        out_.ceiling = who_.ceiling;
        out_.aspire = who_.aspire;
        for (const Programme& programme : policy_->programmes) {
            open_.push_back({programme.selection, 0});
        }
        out_.diaspora = expected_diaspora(world_, *policy_, p_, who_.implied);
    }

    Targets implied_targets(std::size_t t) const {
        Targets targets;
        for (std::size_t level = 0; level < 3; ++level) {
            targets[level] = Matrix({regions_, regions_});
            for (std::size_t o = 0; o < regions_; ++o) {
                for (std::size_t h = 0; h < regions_; ++h) {
                    targets[level](o, h) = who_.implied.entrants[level](o, h, t);
                }
            }
        }
        return targets;
    }

    Targets momentum_targets() const {
        Targets targets;
        for (std::size_t level = 0; level < 3; ++level)
            targets[level] = who_.implied.momentum[level];
        return targets;
    }

    Matrix recorded_stock(std::size_t t) const {
        Matrix stock({regions_, regions_});
        for (std::size_t o = 0; o < regions_; ++o) {
            for (std::size_t h = 0; h < regions_; ++h) stock(o, h) = known(world_.stock(o, h, t));
        }
        return stock;
    }

    /// Last year's compatriots per 1,000 of the cohort; the first year looks at itself. `stock` is
    /// last year's.
    std::vector<double> network(std::size_t o, std::size_t t, const Matrix& stock) const {
        const std::size_t before = std::min(t > 0 ? t - 1 : 0, base_);
        std::vector<double> n(regions_);
        for (std::size_t h = 0; h < regions_; ++h) {
            n[h] =
                network_size(p_, stock(o, h), out_.diaspora.all(o, h, before), world_.cohort(o, t));
        }
        return n;
    }

    /// After the base year those who choose are the base year's.
    ChoiceSet choice_set(std::size_t o, std::size_t level, std::size_t t, const Targets& targets,
                         const Matrix& stock) {
        const std::size_t known_year = std::min(t, base_);
        ChoiceSet set;
        set.options =
            make_options(world_, *policy_, p_, o, kLevels[level], t, network(o, t, stock));
        set.sample = &who_.sample;
        for (const Option& option : set.options) {
            set.entitled.push_back(option.restricted() ? entitled_shares(option, who_.sample)
                                                       : std::vector<double>());
        }
        std::vector<double> consideration;
        for (std::size_t h = 0; h < regions_; ++h) {
            consideration.push_back(1 - fixed_exp(-consideration_rate(*policy_, p_, o, h, t)));
            set.permission.push_back(entry_permission(*policy_, o, h, t));
            set.target.push_back(targets[level](o, h));
            const double last =
                t > 0 ? out_.delta[level](o, h, t - 1) : -std::numeric_limits<double>::infinity();
            set.delta.push_back(std::isfinite(last) ? last : 0.0);
        }
        if (level == 0) set.stayers = (1 - out_.ceiling[o]) * out_.entrants(o, known_year);
        const IncomeTable income = income_table(world_, p_, o, t);
        auto add = [&](RegionIndex current, double people, std::size_t size) {
            if (people <= 0) return;
            Deciders group;
            group.current = current;
            group.people = people;
            group.size = size;
            group.aspire = current != kAtHome
                               ? std::vector<double>(size, 1.0)
                               : aspirations(p_, who_.sample,
                                             out_.aspire[level][o] +
                                                 p_.aspire_home_seats * out_.home_seats(o, t));
            tabulate_utilities(set, group, p_, income, consideration);
            set.groups.push_back(std::move(group));
        };
        add(kAtHome, who_.movers_at_home[level](o, known_year), kHomeSample);
        for (std::size_t h = 0; h < regions_; ++h) {
            add(static_cast<RegionIndex>(h), who_.implied.continuing[level](o, h, known_year),
                kAbroadSample);
        }
        return set;
    }

    std::vector<ChoiceSet> choice_sets(std::size_t t, const Targets& targets, const Matrix& stock) {
        for (std::size_t q = 0; q < open_.size(); ++q) {
            const std::vector<double>& dated = policy_->programmes[q].selections;
            if (!dated.empty()) open_[q].selection = static_cast<Selection>(dated[t]);
        }
        std::vector<ChoiceSet> sets(regions_ * 3);
        workers_.for_each_index(sets.size(), [&](std::size_t k) {
            sets[k] = choice_set(k / 3, k % 3, t, targets, stock);
        });
        return sets;
    }

    /// Expected entrants of the base year and `years` years after it, under constants that stand.
    std::vector<Matrix> follow(std::size_t years) {
        std::vector<Matrix> all{Matrix({regions_, regions_})};
        for (const Matrix& level : momentum_targets()) {
            for (std::size_t k = 0; k < level.values().size(); ++k)
                all[0].values()[k] += level.values()[k];
        }
        Matrix stock = recorded_stock(base_);
        for (std::size_t t = base_ + 1; t <= base_ + years; ++t) {
            std::vector<ChoiceSet> sets = choice_sets(t, momentum_targets(), stock);
            for (std::size_t k = 0; k < sets.size(); ++k) {
                for (std::size_t h = 0; h < regions_; ++h) {
                    const double delta = out_.delta[k % 3](k / 3, h, t);
                    if (std::isfinite(delta)) sets[k].delta[h] = delta;
                }
            }
            all.push_back(entrants_of(sets, t));
            for (std::size_t o = 0; o < regions_; ++o) {
                for (std::size_t h = 0; h < regions_; ++h) {
                    stock(o, h) = (1 - who_.implied.exit[o]) * stock(o, h) + all.back()(o, h);
                }
            }
        }
        return all;
    }

    /// Expected entrants over all levels, once places ration.
    Matrix entrants_of(const std::vector<ChoiceSet>& sets, std::size_t t) {
        constexpr int kRounds = 8;
        std::vector<Solution> solutions(sets.size());
        std::vector<std::vector<double>> expected(sets.size());
        for (int round = 0; round < kRounds; ++round) {
            workers_.for_each_index(sets.size(), [&](std::size_t k) {
                solutions[k].demand.assign(open_.size(), {});
                expected[k] =
                    expected_entrants(sets[k], p_.choose_nest, open_, solutions[k].demand);
            });
            clear(solutions, t);
        }
        Matrix entrants({regions_, regions_});
        for (std::size_t k = 0; k < sets.size(); ++k) {
            for (std::size_t h = 0; h < regions_; ++h) entrants(k / 3, h) += expected[k][h];
        }
        return entrants;
    }

    /// Solves the constants of one year for all origins and levels together, because programmes
    /// ration across them, and stores them as those of `store`.
    void invert_year(std::size_t t, const Targets& targets, std::size_t store) {
        if (store >= world_.years()) return;
        std::vector<ChoiceSet> sets = choice_sets(t, targets, recorded_stock(t > 0 ? t - 1 : 0));
        double worst = 0;
        std::vector<Solution> solutions(sets.size());
        for (int step = 0; step < kMostSteps; ++step) {
            worst = iterate(sets, solutions, t);
            if (worst < kTolerance) break;
        }
        out_.worst_gap = std::max(out_.worst_gap, worst);
        for (std::size_t k = 0; k < sets.size(); ++k) {
            for (std::size_t h = 0; h < regions_; ++h) {
                if (sets[k].target[h] > 0) {
                    out_.delta[k % 3](k / 3, h, store) = sets[k].delta[h];
                }
            }
        }
    }

    /// Where the search for one set's constants stands.
    struct Solution {
        double gap = std::numeric_limits<double>::infinity();
        std::vector<double> cuts;           ///< [programme] under which it was found
        std::vector<DemandByScore> demand;  ///< [programme]; empty where nobody may apply

        /// Solved already, and nothing it depends on has moved since.
        bool stands(const std::vector<Availability>& open) const {
            if (gap > kTolerance / 2) return false;
            for (std::size_t q = 0; q < open.size(); ++q) {
                const double admitted = 256 - cuts[q];
                if (std::abs(open[q].cut - cuts[q]) > kSteady * admitted) return false;
            }
            return true;
        }
    };

    double iterate(std::vector<ChoiceSet>& sets, std::vector<Solution>& solutions, std::size_t t) {
        workers_.for_each_index(sets.size(), [&](std::size_t k) {
            Solution& solution = solutions[k];
            if (solution.stands(open_)) return;
            solution.demand.assign(open_.size(), {});
            solution.cuts.clear();
            for (const Availability& open : open_) solution.cuts.push_back(open.cut);
            const auto expected =
                expected_entrants(sets[k], p_.choose_nest, open_, solution.demand);
            solution.gap = berry_step(sets[k], p_.choose_nest, expected);
        });
        clear(solutions, t);
        double worst = 0;
        for (const Solution& solution : solutions) worst = std::max(worst, solution.gap);
        return worst;
    }

    /// Sets the cut of every programme where all demand meets its places.
    void clear(const std::vector<Solution>& solutions, std::size_t t) {
        for (std::size_t q = 0; q < open_.size(); ++q) {
            DemandByScore total(256, 0.0);
            for (const Solution& solution : solutions) {
                const DemandByScore& demand = solution.demand[q];
                for (std::size_t s = 0; s < demand.size(); ++s) total[s] += demand[s];
            }
            double sum = 0;
            for (double d : total) sum += d;
            if (sum > 0) {
                open_[q].cut =
                    clearing_cut(total, open_[q].selection, policy_->programmes[q].places[t]);
            }
        }
    }

    /// After the base year the constants grow by a drift that fades linearly (docs/model.md 6).
    void extend_with_drift() {
        for (Cube& delta : out_.delta) {
            for (std::size_t o = 0; o < regions_; ++o) {
                for (std::size_t h = 0; h < regions_; ++h) extend_flow(delta, o, h);
            }
        }
    }

    void extend_flow(Cube& delta, std::size_t o, std::size_t h) const {
        if (base_ + 1 >= world_.years()) return;
        double value = delta(o, h, base_ + 1);
        for (std::size_t t = base_ + 1; t < world_.years(); ++t) {
            const double age = static_cast<double>(t - base_ - 1);
            value += p_.constants_drift * std::max(0.0, 1 - age / p_.constants_drift_fade);
            delta(o, h, t) = value;
        }
    }

    const World& world_;
    const Policy* policy_;  ///< under which people choose
    const Parameters& p_;
    Workers& workers_;
    std::size_t regions_, base_;
    Choosers who_;
    std::vector<Availability> open_;  // of each programme; a year starts from the last one's
    Constants out_;
};

}  // namespace

Constants estimate_constants(const World& world, const Policy& reference,
                             const Parameters& parameters, Workers& workers) {
    return Estimator(world, reference, parameters, workers).run();
}

std::vector<Matrix> expected_entrants_ahead(const World& world, const Policy& reference,
                                            const Policy& policy, const Parameters& parameters,
                                            std::size_t years, Workers& workers) {
    return Estimator(world, reference, parameters, workers).ahead(policy, years);
}

CohortSize cohort_size(const Constants& constants, const Parameters& parameters, std::size_t origin,
                       std::size_t t) {
    const double candidates = constants.entrants(origin, t) * parameters.enter_headroom;
    const double movers = std::ceil(candidates * constants.ceiling[origin]);
    CohortSize size;
    size.movers = static_cast<std::uint32_t>(movers);
    size.stayers = static_cast<std::uint32_t>(std::ceil(candidates - movers));
    return size;
}

}  // namespace keruen
