// SPDX-License-Identifier: MIT
#include "models/phases/choose.hpp"

#include <algorithm>
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

/// The people of one run who decide at one level, by column.
struct Group {
    std::vector<std::size_t> row;  // of the applicants
    std::vector<std::uint32_t> slot;
    std::vector<std::uint32_t> considers;
    std::vector<RegionIndex> current;  // host
    std::vector<double> ability, price, budget, speaks;
    std::vector<double> nest;          // lambda ln S
    std::vector<double> stay;          // utility of staying unaided
    std::size_t room = 0;              // most options a person
    std::unique_ptr<Better[]> better;  // [person][room], the first `count` of each set
    std::vector<std::uint8_t> count;   // [person]
    std::size_t size() const { return slot.size(); }
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
    Chooser(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
            const Applicants& applicants)
        : setup_(setup), year_(year), tables_(tables), block_(block), applicants_(applicants) {}

    void add(Group& group, std::size_t row) const {
        const std::uint32_t i = applicants_.slot[row];
        const IncomeTable& income = tables_.income[block_.origin];
        group.row.push_back(row);
        group.slot.push_back(i);
        group.considers.push_back(applicants_.considers[row]);
        group.current.push_back(block_.host[i]);
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
        person_.resize(n);
        slot_.resize(n);
        kernels().draw_list(setup_.key(block_, year_, purpose::nest), block_.first_position,
                            group.slot.data(), n, bits_.data(), bits_.data() + n, nullptr, nullptr);
        group.nest.resize(n);
        kernels().log_stable(n, lambda, bits_.data(), bits_.data() + n, group.nest.data());
        for (double& x : group.nest) x *= lambda;
        group.stay.resize(n);
        group.room = options.size();  // one to spare: options are noted, then kept
        group.better = std::make_unique_for_overwrite<Better[]>(group.room * n);
        group.count.assign(n, 0);
        for (std::size_t j = 0; j < options.size(); ++j) {
            select(group, options[j]);
            draw_taste(options[j]);
            options[j].host == kAtHome ? stay(group, options[j], j)
                                       : leave(group, options[j], static_cast<std::uint8_t>(j));
        }
    }

private:
    /// Who may choose the option: only they draw their taste for it; at home everybody does.
    void select(const Group& group, const Option& option) {
        const Parameters& p = setup_.parameters;
        const bool home = option.host == kAtHome, restricted = option.restricted();
        chosen_ = 0;
        for (std::size_t k = 0; k < group.size(); ++k) {
            bool open = home || ((group.considers[k] >> option.host & 1U) != 0 &&
                                 affordable(option, p, group.budget[k]));
            if (restricted && !home) open = open && may_hold(option, block_, group.slot[k]);
            person_[chosen_] = static_cast<std::uint32_t>(k);
            slot_[chosen_] = group.slot[k];
            chosen_ += static_cast<std::size_t>(open);
        }
    }

    void draw_taste(const Option& option) {
        kernels().draw_list(setup_.key(block_, year_, purpose::option, option.code),
                            block_.first_position, slot_.data(), chosen_, bits_.data(), nullptr,
                            nullptr, nullptr);
        const bool first_of_focus = option.host == setup_.focus &&
                                    option.programme == kSelfFunded && block_.cohort == year_;
        if (first_of_focus && block_.stratum != Stratum::all) {
            for (std::size_t i = 0; i < chosen_; ++i) {
                bits_[i] = within_stratum(block_.stratum, bits_[i]);
            }
        }
        kernels().gumbel(chosen_, bits_.data(), taste_.data());
    }

    double common(const Group& group, const Option& option, std::size_t k) const {
        return person_utility(option, setup_.parameters, group.price[k], group.ability[k],
                              group.speaks[k]);
    }

    static void note(Group& group, std::size_t k, double utility, std::uint8_t option) {
        group.better[k * group.room + group.count[k]] = {utility, option};
        group.count[k] =
            static_cast<std::uint8_t>(group.count[k] + (utility > group.stay[k] ? 1 : 0));
    }

    /// Option 0 is staying unaided; at home everybody may choose everything.
    void stay(Group& group, const Option& option, std::size_t j) const {
        const bool restricted = option.restricted();
        for (std::size_t k = 0; k < group.size(); ++k) {
            const double utility = common(group, option, k) + taste_[k];
            if (j == 0) {
                group.stay[k] = utility;
            } else if (!restricted || may_hold(option, block_, group.slot[k])) {
                note(group, k, utility, static_cast<std::uint8_t>(j));
            }
        }
    }

    void leave(Group& group, const Option& option, std::uint8_t j) const {
        const double lambda = setup_.parameters.choose_nest;
        const double habit = setup_.parameters.choose_stay;
        for (std::size_t i = 0; i < chosen_; ++i) {
            const std::uint32_t k = person_[i];
            note(group, k,
                 common(group, option, k) + group.nest[k] + lambda * taste_[i] +
                     (group.current[k] == option.host ? habit : 0.0),
                 j);
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
void rank_options(Group& group, const std::vector<Option>& options, std::size_t k,
                  std::size_t awards, std::vector<std::uint8_t>& ranked) {
    Better* better = group.better.get() + k * group.room;
    const std::size_t count = group.count[k];
    for (std::size_t i = 1; i < count; ++i) {
        const Better next = better[i];
        std::size_t at = i;
        for (; at > 0 && better[at - 1].utility < next.utility; --at) better[at] = better[at - 1];
        better[at] = next;
    }
    std::uint64_t applied = 0;  // capacities, one bit each
    for (std::size_t i = 0; i < count; ++i) {
        const Option& option = options[better[i].option];
        const std::uint64_t bit = std::uint64_t{1} << option.capacity;
        const bool award = option.programme != kSelfFunded;
        if ((applied & bit) != 0 || (award && awards == 0)) continue;
        applied |= bit;
        if (award) --awards;
        ranked.push_back(better[i].option);
    }
}

/// Ranked options of one run of applicants.
struct Ranking {
    std::vector<std::uint8_t> ranked;
    std::vector<std::uint32_t> begin, count;  // [row]
};

/// Somebody who stays anyway prefers every home grant to paying.
void add_home_grants(const std::vector<Option>& options, const MoverBlock& block,
                     std::uint32_t slot, std::size_t row, Ranking& out) {
    out.begin[row] = static_cast<std::uint32_t>(out.ranked.size());
    for (std::uint8_t j = 1; j < options.size() && options[j].host == kAtHome; ++j) {
        if (!may_hold(options[j], block, slot)) continue;
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
                add_home_grants(tables.options(block.origin, level - 1), block, applicants.slot[i],
                                i - run.begin, out);
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
    std::vector<std::size_t> start(list.size() + 1, 0);  // of each run in `ranked`
    for (std::size_t r = 0; r < list.size(); ++r) {
        start[r + 1] = start[r];
        for (const std::uint32_t n : rankings[r].count) start[r + 1] += n;
    }
    applicants.first.resize(applicants.size() + 1);
    applicants.first.back() = static_cast<std::uint32_t>(start.back());
    applicants.ranked.resize(start.back());
    workers.for_each_index(list.size(), [&](std::size_t r) {
        const Ranking& run = rankings[r];
        std::size_t at = start[r];
        for (std::size_t row = 0; row < run.count.size(); ++row) {
            applicants.first[list[r].begin + row] = static_cast<std::uint32_t>(at);
            std::copy_n(run.ranked.begin() + run.begin[row], run.count[row],
                        applicants.ranked.begin() + static_cast<std::ptrdiff_t>(at));
            at += run.count[row];
        }
    });
}

}  // namespace keruen
