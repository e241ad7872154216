// SPDX-License-Identifier: MIT
#include "models/phases/choose.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "models/phases/consider.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

/// An option that beats staying unaided.
struct Better {
    double utility;
    std::uint8_t option;
};

bool may_hold(const Option& option, const MoverBlock& block, std::uint32_t slot) {
    return eligible(option, block.ability[slot], block.traits[slot]);
}

/// The people of one run who decide at one level, by column, and what they prefer to staying.
struct Group {
    std::vector<std::uint32_t> slot;
    std::vector<std::uint32_t> considers;
    std::vector<std::uint32_t> current;  // host
    std::vector<double> ability, price, budget, speaks;
    std::vector<double> nest;          // lambda ln S
    std::vector<double> stay;          // utility of staying unaided
    std::size_t room = 0;              // most options a person
    std::unique_ptr<Better[]> better;  // [person][room], the first `count` of each, best first
    std::vector<std::uint8_t> count;   // [person]
    std::size_t size() const { return slot.size(); }

    void gather(const MoverBlock& block, const IncomeTable& table, const Applicants& applicants,
                const std::vector<std::uint32_t>& rows) {
        for (auto* column : {&slot, &considers, &current}) column->resize(rows.size());
        for (auto* column : {&ability, &price, &budget, &speaks}) column->resize(rows.size());
        for (std::size_t k = 0; k < rows.size(); ++k) {
            const std::uint32_t i = applicants.slot[rows[k]];
            const std::uint8_t income = block.income[i];
            slot[k] = i;
            considers[k] = applicants.considers[rows[k]];
            current[k] = block.host[i];
            ability[k] = rank(block.ability[i]);
            price[k] = table.price[income];
            budget[k] = table.budget[income];
            speaks[k] = (block.traits[i] & trait::speaks) != 0 ? 1.0 : 0.0;
        }
    }
};

/// Puts options into the lists of a group. A copy of its pointers: writing a byte may change what
/// they point to, as far as the compiler knows, but not the copy.
class Listing {
public:
    explicit Listing(Group& group)
        : better_(group.better.get()), count_(group.count.data()), room_(group.room) {}
    void note(std::size_t k, double utility, std::uint8_t option) const {
        Better* list = better_ + k * room_;
        std::size_t at = count_[k];
        count_[k] = static_cast<std::uint8_t>(at + 1);
        for (; at > 0 && list[at - 1].utility < utility; --at) list[at] = list[at - 1];
        list[at] = {utility, option};
    }

private:
    Better* better_;
    std::uint8_t* count_;
    std::size_t room_;
};

/// The draw of the first taste for the focus: the keen have its top, the others what lies below.
std::uint32_t within_stratum(Stratum stratum, std::uint32_t bits) {
    switch (stratum) {
        case Stratum::keen:
            return ~0U - bits / kKeenShare;
        case Stratum::others:
            return bits - bits / kKeenShare;
        case Stratum::all:
            return bits;
    }
    return bits;
}

class Chooser {
public:
    Chooser(const Setup& setup, Year year, const MoverBlock& block)
        : setup_(setup), year_(year), block_(block) {}

    void fill(Group& group, const std::vector<Option>& options) {
        const std::size_t n = group.size();
        const double lambda = setup_.parameters.choose_nest;
        bits_.resize(2 * n);
        found_.resize(n + kSpare);
        utility_.resize(n + kSpare);
        kernels().draw_list(setup_.key(block_, year_, purpose::nest), block_.first_position,
                            group.slot.data(), n, bits_.data(), bits_.data() + n, nullptr, nullptr);
        group.nest.resize(n);
        kernels().log_stable(n, lambda, bits_.data(), bits_.data() + n, group.nest.data());
        for (double& x : group.nest) x *= lambda;
        group.stay.resize(n);
        group.room = options.size();
        group.better = std::make_unique_for_overwrite<Better[]>(group.room * n);
        group.count.assign(n, 0);
        for (std::size_t j = 0; j < options.size(); ++j) {
            draw_taste(group, options[j]);
            options[j].host == kAtHome ? stay(group, options[j], j)
                                       : leave(group, options[j], static_cast<std::uint8_t>(j));
        }
    }

private:
    static constexpr std::size_t kSpare = 8;  // of Kernels::preferred

    /// Everybody's, also of those who do not know the option: few, and picking them out costs more.
    void draw_taste(const Group& group, const Option& option) {
        kernels().draw_list(setup_.key(block_, year_, purpose::option, option.code),
                            block_.first_position, group.slot.data(), group.size(), bits_.data(),
                            nullptr, nullptr, nullptr);
        const bool first_of_focus = option.host == setup_.focus &&
                                    option.programme == kSelfFunded && block_.cohort == year_;
        if (first_of_focus && block_.stratum != Stratum::all) {
            for (std::size_t i = 0; i < group.size(); ++i) {
                bits_[i] = within_stratum(block_.stratum, bits_[i]);
            }
        }
    }

    /// Option 0 is staying unaided; at home everybody may choose everything.
    void stay(Group& group, const Option& option, std::size_t j) {
        const bool restricted = option.restricted();
        kernels().gumbel(group.size(), bits_.data(), utility_.data());
        for (std::size_t k = 0; k < group.size(); ++k) {
            utility_[k] = person_utility(option, setup_.parameters, group.price[k],
                                         group.ability[k], group.speaks[k]) +
                          utility_[k];
        }
        if (j == 0) {
            std::copy_n(utility_.begin(), group.size(), group.stay.begin());
            return;
        }
        const Listing listing(group);
        for (std::size_t k = 0; k < group.size(); ++k) {
            if (!(utility_[k] > group.stay[k])) continue;
            if (restricted && !may_hold(option, block_, group.slot[k])) continue;
            listing.note(k, utility_[k], static_cast<std::uint8_t>(j));
        }
    }

    void leave(Group& group, const Option& option, std::uint8_t j) {
        const Parameters& p = setup_.parameters;
        const Alternative alternative{.base = option.utility,
                                      .weight = {option.log_cost, p.choose_quality * option.quality,
                                                 p.choose_speaks * option.foreign_language},
                                      .scale = p.choose_nest,
                                      .place = option.host,
                                      .bonus = p.choose_stay,
                                      .cost = p.budget_cheapest * option.cost,
                                      .help = option.earnings};
        const Persons persons{.x = {group.price.data(), group.ability.data(), group.speaks.data()},
                              .rest = group.nest.data(),
                              .means = group.budget.data(),
                              .least = group.stay.data(),
                              .known = group.considers.data(),
                              .at = group.current.data()};
        const std::size_t n = kernels().preferred(alternative, persons, group.size(), bits_.data(),
                                                  found_.data(), utility_.data());
        const bool restricted = option.restricted();
        const Listing listing(group);
        const std::uint32_t* found = found_.data();
        const double* utility = utility_.data();
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint32_t k = found[i];
            if (restricted && !may_hold(option, block_, group.slot[k])) continue;
            listing.note(k, utility[i], j);
        }
    }

    const Setup& setup_;
    Year year_;
    const MoverBlock& block_;
    std::vector<std::uint32_t> bits_, found_;
    std::vector<double> utility_;
};

/// Appends to `ranked` the options of person k that beat staying unaided (option 0), best first:
/// self-funded study at every such host and at most `awards` programmes. Of the options of one
/// capacity only the best is listed: whoever is refused it is refused the others.
void rank_options(const Group& group, const std::vector<Option>& options, std::size_t k,
                  std::size_t awards, std::vector<std::uint8_t>& ranked) {
    const Better* better = group.better.get() + k * group.room;
    const std::size_t n = group.count[k];
    std::uint64_t applied = 0;  // capacities, one bit each
    for (std::size_t i = 0; i < n; ++i) {
        const Option& option = options[better[i].option];
        const std::uint64_t bit = std::uint64_t{1} << option.capacity;
        const bool award = option.programme != kSelfFunded;
        if ((applied & bit) != 0 || (award && awards == 0)) continue;
        applied |= bit;
        if (award) --awards;
        ranked.push_back(better[i].option);
    }
}

/// Somebody who stays anyway prefers every home grant to paying.
void add_home_grants(const std::vector<Option>& options, const MoverBlock& block,
                     std::uint32_t slot, std::vector<std::uint8_t>& ranked) {
    for (std::uint8_t j = 1; j < options.size() && options[j].host == kAtHome; ++j) {
        if (may_hold(options[j], block, slot)) ranked.push_back(j);
    }
}

/// Ranked options of one run of applicants, one person after another.
struct Ranking {
    std::vector<std::uint8_t> ranked;
    std::vector<std::uint32_t> end;  // [row]
};

Ranking rank_run(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
                 const Applicants& applicants, const Run& run) {
    const auto awards = static_cast<std::size_t>(setup.parameters.apply_awards);
    std::array<std::vector<std::uint32_t>, 3> rows;  // [level - 1]
    for (std::size_t i = run.begin; i < run.end; ++i) {
        if (applicants.aspires[i] == 0) continue;
        rows[applicants.level[i] - 1U].push_back(static_cast<std::uint32_t>(i));
    }
    Chooser chooser(setup, year, block);
    std::array<Group, 3> groups;  // [level - 1]
    for (std::size_t level = 0; level < 3; ++level) {
        if (rows[level].empty()) continue;
        groups[level].gather(block, tables.income[block.origin], applicants, rows[level]);
        chooser.fill(groups[level], tables.options(block.origin, level));
    }
    Ranking out;
    out.end.reserve(run.end - run.begin);
    out.ranked.reserve(4 * (run.end - run.begin));
    std::array<std::size_t, 3> next{};  // of each group
    for (std::size_t i = run.begin; i < run.end; ++i) {
        const std::size_t level = applicants.level[i] - 1U;
        const std::vector<Option>& options = tables.options(block.origin, level);
        if (applicants.aspires[i] != 0) {
            rank_options(groups[level], options, next[level]++, awards, out.ranked);
        } else {
            add_home_grants(options, block, applicants.slot[i], out.ranked);
        }
        out.end.push_back(static_cast<std::uint32_t>(out.ranked.size()));
    }
    return out;
}

}  // namespace

void choose(const Setup& setup, Year year, const YearTables& tables, const Population& population,
            Applicants& applicants, Workers& workers) {
    const std::vector<Run> list = runs(applicants, 512);
    std::vector<Ranking> rankings(list.size());
    workers.for_each_index(list.size(), [&](std::size_t r) {
        const MoverBlock& block = population.movers[applicants.block[list[r].begin]];
        rankings[r] = rank_run(setup, year, tables, block, applicants, list[r]);
    });
    std::vector<std::uint32_t> start(list.size() + 1, 0);  // of each run in `ranked`
    for (std::size_t r = 0; r < list.size(); ++r) {
        start[r + 1] = start[r] + static_cast<std::uint32_t>(rankings[r].ranked.size());
    }
    applicants.first.resize(applicants.size() + 1);
    applicants.first.front() = 0;
    applicants.ranked.resize(start.back());
    workers.for_each_index(list.size(), [&](std::size_t r) {
        const Ranking& run = rankings[r];
        std::copy(run.ranked.begin(), run.ranked.end(), applicants.ranked.begin() + start[r]);
        for (std::size_t row = 0; row < run.end.size(); ++row) {
            applicants.first[list[r].begin + row + 1] = start[r] + run.end[row];
        }
    });
}

}  // namespace keruen
