// SPDX-License-Identifier: MIT
#include "models/constants/inversion.hpp"

#include <algorithm>
#include <array>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <memory>

#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr double kLargestStep = 3;    // log points; keeps the first steps from overshooting
constexpr double kLargestDelta = 20;  // beyond this a flow is out of reach of the model's people

std::uint8_t to_byte(double u) {
    return static_cast<std::uint8_t>(std::min(u, 0.999999) * 256);
}

/// x^power for many, by fixed operations; 0 stays 0.
std::vector<double> power(const std::vector<double>& x, double exponent) {
    std::vector<double> y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] > 0 ? x[i] : 1.0;
    kernels().log(y.size(), y.data(), y.data());
    for (double& value : y) value *= exponent;
    kernels().exp(y.size(), y.data(), y.data());
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] > 0 ? y[i] : 0.0;
    return y;
}

/// Sums over the options of one group that do not depend on which option is looked at.
struct Sums {
    std::vector<double> abroad;  ///< [person] sum of w exp(delta / lambda) exp(V / lambda)
    std::vector<double> home;    ///< [person] exp(V) of the best way to stay that is open
};

struct Expectation {
    const ChoiceSet& set;
    double lambda;
    const std::vector<Availability>& open;
    std::vector<double> attraction;           ///< [host] exp(delta / lambda), 0 if not simulated
    std::vector<std::vector<double>> shares;  ///< [programme][person]; empty if nobody may apply
    std::vector<std::vector<std::uint8_t>> scores;  ///< the same
    std::vector<double> everybody;                  ///< [person] 1
    std::vector<double> wanted, with;               ///< [person] of one programme

    Expectation(const ChoiceSet& of, double dissimilarity, const std::vector<Availability>& places)
        : set(of),
          lambda(dissimilarity),
          open(places),
          attraction(of.delta.size(), 0.0),
          everybody(of.sample->size(), 1.0) {
        for (std::size_t h = 0; h < set.delta.size(); ++h) {
            if (set.target[h] > 0) attraction[h] = fixed_exp(set.delta[h] / lambda);
        }
        set_shares();
    }

    /// Who of the sample gets a place of each programme that an option needs.
    void set_shares() {
        const Sample& who = *set.sample;
        shares.resize(open.size());
        scores.resize(open.size());
        for (const Option& option : set.options) {
            if (option.programme == kSelfFunded || !shares[option.programme].empty()) continue;
            const Availability& places = open[option.programme];
            for (std::size_t i = 0; i < who.size(); ++i) {
                shares[option.programme].push_back(places.of(who.ability[i], who.income[i]));
                scores[option.programme].push_back(
                    Availability::score(places.selection, who.ability[i], who.income[i]));
            }
        }
    }

    double entitled(std::size_t j, std::size_t person) const {
        return set.options[j].restricted() ? set.entitled[j][person] : 1.0;
    }

    double share(std::size_t j, std::size_t person) const {
        const Option& option = set.options[j];
        if (option.programme == kSelfFunded) return 1;
        return shares[option.programme][person] * entitled(j, person);
    }

    /// weight[i] of option j times its share and its host's attraction, for everybody of a group.
    void weigh(const Deciders& group, std::size_t j, double* out) const {
        const Option& option = set.options[j];
        const double scale = attraction[option.host];
        const double* weight = group.abroad.data() + j * group.size;
        for (std::size_t i = 0; i < group.size; ++i) out[i] = scale * weight[i];
        if (option.programme == kSelfFunded) return;
        const double* share_of = shares[option.programme].data();
        for (std::size_t i = 0; i < group.size; ++i) out[i] *= share_of[i];
        if (!option.restricted()) return;
        const double* may = set.entitled[j].data();
        for (std::size_t i = 0; i < group.size; ++i) out[i] *= may[i];
    }

    /// Whether the option is one of studying abroad that anybody takes.
    bool taken_abroad(const Option& option) const {
        return option.host != kAtHome && attraction[option.host] > 0;
    }

    /// Fills `weights` [option][person] of the options taken abroad.
    Sums sums(const Deciders& group, double* weights) const {
        Sums out{std::vector<double>(group.size, 0.0), std::vector<double>(group.size, 0.0)};
        for (std::size_t j = 0; j < set.options.size(); ++j) {
            const Option& option = set.options[j];
            if (option.host == kAtHome) {
                const double* weight = group.home.data() + j * group.size;
                for (std::size_t i = 0; i < group.size; ++i) {
                    out.home[i] += share(j, i) * (weight[i] - out.home[i]);
                }
            } else if (taken_abroad(option)) {
                double* w = weights + j * group.size;
                weigh(group, j, w);
                for (std::size_t i = 0; i < group.size; ++i) out.abroad[i] += w[i];
            }
        }
        return out;
    }

    /// [option] sum of rate times weight over the group, of the options taken abroad. Each sum runs
    /// in the order of persons; four at a time, since one alone waits for every addition.
    std::vector<double> chosen(const Deciders& group, const std::vector<double>& rate,
                               const double* weights) const {
        std::vector<double> out(set.options.size(), 0.0);
        std::vector<std::size_t> taken;
        for (std::size_t j = 0; j < set.options.size(); ++j) {
            if (taken_abroad(set.options[j])) taken.push_back(j);
        }
        for (std::size_t first = 0; first < taken.size(); first += 4) {
            std::array<std::size_t, 4> four{};
            std::array<const double*, 4> w{};
            for (std::size_t k = 0; k < 4; ++k) {  // the last is repeated to make four
                four[k] = taken[std::min(first + k, taken.size() - 1)];
                w[k] = weights + four[k] * group.size;
            }
            double a = 0, b = 0, c = 0, d = 0;
            for (std::size_t i = 0; i < group.size; ++i) {
                a += rate[i] * w[0][i];
                b += rate[i] * w[1][i];
                c += rate[i] * w[2][i];
                d += rate[i] * w[3][i];
            }
            out[four[0]] = a;
            out[four[1]] = b;
            out[four[2]] = c;
            out[four[3]] = d;
        }
        return out;
    }

    void add_group(const Deciders& group, std::vector<double>& entrants,
                   std::vector<DemandByScore>& demand) {
        const auto weights =
            std::make_unique_for_overwrite<double[]>(set.options.size() * group.size);
        const Sums sum = sums(group, weights.get());
        const std::vector<double> nest = power(sum.abroad, lambda);
        const double each = group.people / static_cast<double>(group.size);
        std::vector<double> rate(group.size);  // of choosing, per unit of weight
        for (std::size_t i = 0; i < group.size; ++i) {
            const double whole = (nest[i] + sum.home[i]) * sum.abroad[i];
            rate[i] = whole > 0 ? group.aspire[i] * nest[i] / whole : 0.0;
        }
        const std::vector<double> takers = chosen(group, rate, weights.get());
        for (std::size_t j = 0; j < set.options.size(); ++j) {
            const Option& option = set.options[j];
            if (option.host == kAtHome) {
                if (option.programme != kSelfFunded) {
                    add_grant_demand(group, nest, j, demand[option.programme]);
                }
                continue;
            }
            if (!taken_abroad(option)) continue;
            const bool there = option.host == group.current;  // needs no visa
            entrants[option.host] += each * takers[j] * (there ? 1.0 : set.permission[option.host]);
            if (option.programme != kSelfFunded) {
                add_demand(group, sum, j, demand[option.programme]);
            }
        }
    }

    /// Everybody who stays would rather do so on a home grant.
    void add_grant_demand(const Deciders& group, const std::vector<double>& nest,
                          std::size_t option, DemandByScore& demand) const {
        const double* home = group.home.data() + option * group.size;
        const double each = group.people / static_cast<double>(group.size);
        const Selection selection = open[set.options[option].programme].selection;
        for (std::size_t i = 0; i < group.size; ++i) {
            demand[Availability::score(selection, set.sample->ability[i], set.sample->income[i])] +=
                each * entitled(option, i) * (1 - group.aspire[i] * nest[i] / (nest[i] + home[i]));
        }
        if (group.current != kAtHome) return;
        add_stayers(set.options[option], selection, demand);
    }

    /// Certain stayers have every ability and field alike.
    void add_stayers(const Option& grant, Selection selection, DemandByScore& demand) const {
        const double each = set.stayers / static_cast<double>(demand.size());
        double able = 0;
        for (std::size_t byte = 0; byte < demand.size(); ++byte) {
            const double e = eligible_share(grant, static_cast<std::uint8_t>(byte), trait::speaks);
            if (selection == Selection::merit) demand[byte] += each * e;
            able += e / static_cast<double>(demand.size());
        }
        if (selection == Selection::lottery) demand[0] += set.stayers * able;
        if (selection != Selection::need) return;
        for (double& people : demand) people += each * able;
    }

    /// Demand for a programme as if all its places were free: what its cut is set from.
    void add_demand(const Deciders& group, const Sums& sum, std::size_t j, DemandByScore& demand) {
        const Option& option = set.options[j];
        const double scale = attraction[option.host];
        const double* weight = group.abroad.data() + j * group.size;
        const double* may = option.restricted() ? set.entitled[j].data() : everybody.data();
        const double* share_of = shares[option.programme].data();
        wanted.resize(group.size);
        with.resize(group.size);
        for (std::size_t i = 0; i < group.size; ++i) {
            wanted[i] = may[i] * scale * weight[i];
            with[i] = sum.abroad[i] + (may[i] - share_of[i] * may[i]) * scale * weight[i];
        }
        const std::vector<double> nest = power(with, lambda);
        const double each = group.people / static_cast<double>(group.size);
        for (std::size_t i = 0; i < group.size; ++i) {
            const double people =
                each * group.aspire[i] * nest[i] / (nest[i] + sum.home[i]) * wanted[i] / with[i];
            wanted[i] = wanted[i] > 0 ? people : 0.0;
        }
        const std::vector<std::uint8_t>& score = scores[option.programme];
        for (std::size_t i = 0; i < group.size; ++i) demand[score[i]] += wanted[i];
    }
};

}  // namespace

Sample make_sample(const Parameters& p, std::size_t hosts, std::size_t n) {
    constexpr std::size_t kTraits = 5;
    boost::random::sobol sequence(kTraits + hosts);
    sequence.discard(kTraits + hosts);  // the origin of the cube is no student
    const double range = static_cast<double>(boost::random::sobol::max()) + 1.0;
    auto next = [&] { return static_cast<double>(sequence()) / range; };
    Sample sample;
    sample.awareness.resize(hosts);
    for (std::size_t i = 0; i < n; ++i) {
        const double ability = next(), income = next(), same = next();
        const bool speaks = next() < p.language_share, urban = next() < p.urban_share;
        sample.ability.push_back(to_byte(ability));
        sample.income.push_back(to_byte(same < p.ability_income_correlation ? ability : income));
        sample.traits.push_back(
            static_cast<std::uint8_t>((speaks ? trait::speaks : 0) | (urban ? trait::urban : 0)));
        for (std::size_t h = 0; h < hosts; ++h) sample.awareness[h].push_back(next());
    }
    return sample;
}

double Availability::of(std::uint8_t ability, std::uint8_t income) const {
    if (selection == Selection::lottery) return 1 - cut / 256;
    return std::clamp(score(selection, ability, income) + 1 - cut, 0.0, 1.0);
}

std::uint8_t Availability::score(Selection selection, std::uint8_t ability, std::uint8_t income) {
    if (selection == Selection::merit) return ability;
    return selection == Selection::need ? static_cast<std::uint8_t>(255 - income) : std::uint8_t{0};
}

std::vector<double> entitled_shares(const Option& option, const Sample& sample) {
    std::vector<double> shares;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        shares.push_back(eligible_share(option, sample.ability[i], sample.traits[i]));
    }
    return shares;
}

void tabulate_utilities(ChoiceSet& set, Deciders& group, const Parameters& p,
                        const IncomeTable& income, const std::vector<double>& consideration) {
    const std::size_t n = group.size;
    const Sample& sample = *set.sample;
    group.home.assign(set.options.size() * n, 0.0);
    group.abroad = group.home;
    const Deciders* first = set.groups.empty() ? nullptr : &set.groups.front();
    std::vector<std::uint8_t> can(n);
    for (std::size_t j = 0; j < set.options.size(); ++j) {
        const Option& option = set.options[j];
        const bool home = option.host == kAtHome;
        if (!home && set.target[option.host] <= 0) continue;  // nobody goes there
        double* out = (home ? group.home : group.abroad).data() + j * n;
        // All groups are the same persons, who differ in nothing but where they are.
        if (first != nullptr && first->size >= n &&
            (home || (option.host != group.current && option.host != first->current))) {
            std::copy_n((home ? first->home : first->abroad).data() + j * first->size, n, out);
            continue;
        }
        for (std::size_t i = 0; i < n; ++i) {
            const bool considered = home || option.host == group.current ||
                                    sample.awareness[option.host][i] < consideration[option.host];
            const double budget = income.budget[sample.income[i]];
            const bool speaks = (sample.traits[i] & trait::speaks) != 0;
            double v = person_utility(option, p, income.price[sample.income[i]],
                                      rank(sample.ability[i]), speaks ? 1 : 0);
            if (!home && option.host == group.current) v += p.choose_stay;
            can[i] = considered && (home || affordable(option, p, budget)) ? 1 : 0;
            out[i] = can[i] != 0 ? v / (home ? 1.0 : p.choose_nest) : 0;
        }
        kernels().exp(n, out, out);
        for (std::size_t i = 0; i < n; ++i) {
            if (can[i] == 0) out[i] = 0;
        }
    }
}

std::vector<double> expected_entrants(const ChoiceSet& set, double lambda,
                                      const std::vector<Availability>& open,
                                      std::vector<DemandByScore>& demand) {
    Expectation expectation(set, lambda, open);
    for (const Option& option : set.options) {
        if (option.programme != kSelfFunded) demand[option.programme].resize(256);
    }
    std::vector<double> entrants(set.delta.size(), 0.0);
    for (const Deciders& group : set.groups) expectation.add_group(group, entrants, demand);
    return entrants;
}

double berry_step(ChoiceSet& set, double lambda, const std::vector<double>& expected) {
    double worst = 0;
    for (std::size_t h = 0; h < set.delta.size(); ++h) {
        if (set.target[h] <= 0) continue;
        const double gap = fixed_log(set.target[h] / std::max(expected[h], 1e-12));
        set.delta[h] =
            std::clamp(set.delta[h] + std::clamp(lambda * gap, -kLargestStep, kLargestStep),
                       -kLargestDelta, kLargestDelta);
        worst = std::max(worst, std::abs(gap));
    }
    return worst;
}

double clearing_cut(const DemandByScore& demand, Selection selection, double places) {
    if (selection == Selection::lottery) {
        return demand[0] > places ? 256 * (1 - places / demand[0]) : 0;
    }
    double taken = 0;
    for (int score = 255; score >= 0; --score) {
        const double here = demand[static_cast<std::size_t>(score)];
        if (taken + here > places) return score + 1 - (places - taken) / here;
        taken += here;
    }
    return 0;
}

}  // namespace keruen
