// SPDX-License-Identifier: MIT
#include "models/phases/choose.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "models/phases/consider.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

/// The people of one run who decide at one level, by column.
struct Group {
    std::vector<std::size_t> row;  // of the applicants
    std::vector<std::uint32_t> slot;
    std::vector<std::uint32_t> considers;
    std::vector<double> ability, price, budget, speaks;
    std::vector<double> nest;     // lambda ln S
    std::vector<double> utility;  // [option][person]
    std::size_t size() const { return slot.size(); }
};

class Chooser {
public:
    Chooser(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
            const Applicants& applicants)
        : setup_(setup), year_(year), tables_(tables), block_(block), applicants_(applicants) {}

    void add(Group& group, std::size_t row) const {
        const std::uint32_t i = applicants_.slot[row];
        const IncomeTable& income = tables_.income[block_.origin];
        group.row.push_back(row);
        group.slot.push_back(i);
        group.considers.push_back(applicants_.considers[row]);
        group.ability.push_back(rank(block_.ability[i]));
        group.price.push_back(income.price[block_.income[i]]);
        group.budget.push_back(income.budget[block_.income[i]]);
        group.speaks.push_back((block_.traits[i] & trait::speaks) != 0 ? 1.0 : 0.0);
    }

    void fill(Group& group, const std::vector<Option>& options) {
        const std::size_t n = group.size();
        const double lambda = setup_.parameters.choose_nest;
        bits_.resize(2 * n);
        taste_.resize(n);
        kernels().draw_list(setup_.key(block_, year_, purpose::nest), group.slot.data(), n,
                            bits_.data(), bits_.data() + n, nullptr, nullptr);
        group.nest.resize(n);
        kernels().log_stable(n, lambda, bits_.data(), bits_.data() + n, group.nest.data());
        for (double& x : group.nest) x *= lambda;
        group.utility.resize(options.size() * n);
        for (std::size_t j = 0; j < options.size(); ++j) {
            select(group, options[j]);
            add_option(group, options[j], group.utility.data() + j * n);
        }
    }

private:
    /// Who may choose the option: only they draw their taste for it.
    void select(const Group& group, const Option& option) {
        const Parameters& p = setup_.parameters;
        const bool home = option.host == kAtHome;
        person_.resize(group.size());
        slot_.resize(group.size());
        chosen_ = 0;
        for (std::size_t k = 0; k < group.size(); ++k) {
            const bool open = home || ((group.considers[k] >> option.host & 1U) != 0 &&
                                       affordable(option, p, group.budget[k]));
            person_[chosen_] = static_cast<std::uint32_t>(k);
            slot_[chosen_] = group.slot[k];
            chosen_ += static_cast<std::size_t>(open);
        }
    }

    void add_option(const Group& group, const Option& option, double* utility) {
        const Parameters& p = setup_.parameters;
        const bool home = option.host == kAtHome;
        const double scale = home ? 1 : p.choose_nest, foreign = home ? 0 : 1;
        std::fill(utility, utility + group.size(), kNever);
        kernels().draw_list(setup_.key(block_, year_, purpose::option, option.code), slot_.data(),
                            chosen_, bits_.data(), nullptr, nullptr, nullptr);
        kernels().gumbel(chosen_, bits_.data(), taste_.data());
        for (std::size_t i = 0; i < chosen_; ++i) {
            const std::uint32_t k = person_[i];
            const bool there = !home && block_.host[slot_[i]] == option.host;
            utility[k] =
                person_utility(option, p, group.price[k], group.ability[k], group.speaks[k]) +
                foreign * group.nest[k] + scale * taste_[i] + (there ? p.choose_stay : 0.0);
        }
    }

    const Setup& setup_;
    Year year_;
    const YearTables& tables_;
    const MoverBlock& block_;
    const Applicants& applicants_;
    std::vector<std::uint32_t> bits_, person_, slot_;
    std::size_t chosen_ = 0;  // persons in person_ and slot_
    std::vector<double> taste_;
};

/// Appends to `ranked` the options of person k that beat staying unaided (option 0), best first:
/// self-funded study at every such host and at most `awards` programmes. Of the options of one
/// capacity only the best is listed: whoever is refused it is refused the others.
void rank_options(const Group& group, const std::vector<Option>& options, std::size_t k,
                  std::size_t awards, std::vector<std::uint8_t>& ranked) {
    const std::size_t n = group.size();
    auto utility = [&](std::uint8_t j) { return group.utility[j * n + k]; };
    std::array<std::uint8_t, kMostOptions> better;
    std::size_t count = 0;
    const auto end = static_cast<std::uint8_t>(options.size());
    for (std::uint8_t j = 1; j < end; ++j) {
        if (!(utility(j) > utility(0))) continue;
        std::size_t at = count++;
        for (; at > 0 && utility(better[at - 1]) < utility(j); --at) better[at] = better[at - 1];
        better[at] = j;
    }
    std::uint64_t applied = 0;  // capacities, one bit each
    for (std::size_t i = 0; i < count; ++i) {
        const Option& option = options[better[i]];
        const std::uint64_t bit = std::uint64_t{1} << option.capacity;
        const bool award = option.programme != kSelfFunded;
        if ((applied & bit) != 0 || (award && awards == 0)) continue;
        applied |= bit;
        if (award) --awards;
        ranked.push_back(better[i]);
    }
}

/// Ranked options of one run of applicants.
struct Ranking {
    std::vector<std::uint8_t> ranked;
    std::vector<std::uint32_t> begin, count;  // [row]
};

/// Somebody who stays anyway prefers every home grant to paying.
void add_home_grants(const std::vector<Option>& options, std::size_t row, Ranking& out) {
    out.begin[row] = static_cast<std::uint32_t>(out.ranked.size());
    for (std::uint8_t j = 1; j < options.size() && options[j].host == kAtHome; ++j) {
        out.ranked.push_back(j);
        ++out.count[row];
    }
}

Ranking rank_run(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
                 const Applicants& applicants, const Run& run) {
    const auto awards = static_cast<std::size_t>(setup.parameters.apply_awards);
    Chooser chooser(setup, year, tables, block, applicants);
    Ranking out;
    out.begin.resize(run.end - run.begin);
    out.count.resize(run.end - run.begin);
    for (std::uint8_t level = 1; level <= 3; ++level) {
        Group group;
        for (std::size_t i = run.begin; i < run.end; ++i) {
            if (applicants.level[i] != level) continue;
            if (applicants.aspires[i] != 0) {
                chooser.add(group, i);
            } else {
                add_home_grants(tables.options(block.origin, level - 1), i - run.begin, out);
            }
        }
        if (group.size() == 0) continue;
        const std::vector<Option>& options = tables.options(block.origin, level - 1);
        chooser.fill(group, options);
        for (std::size_t k = 0; k < group.size(); ++k) {
            const std::size_t row = group.row[k] - run.begin;
            out.begin[row] = static_cast<std::uint32_t>(out.ranked.size());
            rank_options(group, options, k, awards, out.ranked);
            out.count[row] = static_cast<std::uint32_t>(out.ranked.size()) - out.begin[row];
        }
    }
    return out;
}

}  // namespace

void choose(const Setup& setup, Year year, const YearTables& tables, const Population& population,
            Applicants& applicants, Workers& workers) {
    const std::vector<Run> list = runs(applicants, 1024);
    std::vector<Ranking> rankings(list.size());
    workers.for_each_index(list.size(), [&](std::size_t r) {
        const MoverBlock& block = population.movers[applicants.block[list[r].begin]];
        rankings[r] = rank_run(setup, year, tables, block, applicants, list[r]);
    });
    applicants.first.assign(1, 0);
    applicants.ranked.clear();
    for (const Ranking& run : rankings) {
        for (std::size_t row = 0; row < run.begin.size(); ++row) {
            const auto from = run.ranked.begin() + run.begin[row];
            applicants.ranked.insert(applicants.ranked.end(), from, from + run.count[row]);
            applicants.first.push_back(static_cast<std::uint32_t>(applicants.ranked.size()));
        }
    }
}

}  // namespace keruen
