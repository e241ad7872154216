// SPDX-License-Identifier: MIT
#include "models/phases/choose.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/phases/consider.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

/// The people of one run who decide at one level.
struct Group {
    std::vector<std::size_t> row;  // of the applicants
    std::vector<std::uint32_t> slot;
    std::vector<double> nest;     // ln S
    std::vector<double> utility;  // [option][person]
};

class Chooser {
public:
    Chooser(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
            const Applicants& applicants)
        : setup_(setup), year_(year), tables_(tables), block_(block), applicants_(applicants) {}

    void fill(Group& group, const std::vector<Option>& options) {
        const std::size_t n = group.slot.size();
        std::vector<std::uint32_t> u(n), e(n);
        kernels().draw_list(setup_.key(block_, year_, purpose::nest), group.slot.data(), n,
                            u.data(), e.data(), nullptr, nullptr);
        group.nest.resize(n);
        kernels().log_stable(n, setup_.parameters.choose_nest, u.data(), e.data(),
                             group.nest.data());
        group.utility.resize(options.size() * n);
        std::vector<double> taste(n);
        for (std::size_t j = 0; j < options.size(); ++j) {
            kernels().draw_list(setup_.key(block_, year_, purpose::option, options[j].code),
                                group.slot.data(), n, u.data(), nullptr, nullptr, nullptr);
            kernels().gumbel(n, u.data(), taste.data());
            for (std::size_t k = 0; k < n; ++k) {
                group.utility[j * n + k] = utility(options[j], group, k, taste[k]);
            }
        }
    }

private:
    double utility(const Option& option, const Group& group, std::size_t k, double taste) const {
        const Parameters& p = setup_.parameters;
        const std::uint32_t i = group.slot[k];
        const bool home = option.host == kAtHome;
        if (!home && (applicants_.considers[group.row[k]] >> option.host & 1U) == 0) return kNever;
        const double v = person_utility(option, p, tables_.income[block_.origin], block_.ability[i],
                                        block_.income[i], block_.traits[i], block_.host[i]);
        return home ? v + taste : v + p.choose_nest * (group.nest[k] + taste);
    }

    const Setup& setup_;
    Year year_;
    const YearTables& tables_;
    const MoverBlock& block_;
    const Applicants& applicants_;
};

/// Options of person k that beat staying unaided (option 0), best first, at most `most`. Of the
/// options of one capacity only the best is listed: whoever is refused it is refused the others.
std::vector<std::uint8_t> rank_options(const Group& group, const std::vector<Option>& options,
                                       std::size_t k, std::size_t most) {
    const std::size_t n = group.slot.size();
    std::vector<std::uint8_t> better;
    for (std::size_t j = 1; j < options.size(); ++j) {
        if (group.utility[j * n + k] > group.utility[k]) {
            better.push_back(static_cast<std::uint8_t>(j));
        }
    }
    std::sort(better.begin(), better.end(), [&](std::uint8_t a, std::uint8_t b) {
        const double ua = group.utility[a * n + k], ub = group.utility[b * n + k];
        return ua != ub ? ua > ub : a < b;
    });
    std::uint64_t applied = 0;  // capacities, one bit each
    std::erase_if(better, [&](std::uint8_t j) {
        const std::uint64_t bit = std::uint64_t{1} << options[j].capacity;
        const bool again = (applied & bit) != 0;
        applied |= bit;
        return again;
    });
    if (better.size() > most) better.resize(most);
    return better;
}

}  // namespace

void choose(const Setup& setup, Year year, const YearTables& tables, const Population& population,
            Applicants& applicants, Workers& workers) {
    const auto most = static_cast<std::size_t>(setup.parameters.apply_options);
    const std::vector<Run> list = runs(applicants, 2048);
    std::vector<std::vector<std::vector<std::uint8_t>>> ranked(list.size());
    workers.for_each_index(list.size(), [&](std::size_t r) {
        const auto [begin, end] = list[r];
        const MoverBlock& block = population.movers[applicants.block[begin]];
        Chooser chooser(setup, year, tables, block, applicants);
        ranked[r].resize(end - begin);
        for (std::uint8_t level = 1; level <= 3; ++level) {
            Group group;
            for (std::size_t i = begin; i < end; ++i) {
                if (applicants.level[i] != level) continue;
                group.row.push_back(i);
                group.slot.push_back(applicants.slot[i]);
            }
            if (group.row.empty()) continue;
            const std::vector<Option>& options = tables.options(block.origin, level - 1);
            chooser.fill(group, options);
            for (std::size_t k = 0; k < group.row.size(); ++k) {
                ranked[r][group.row[k] - begin] = rank_options(group, options, k, most);
            }
        }
    });
    applicants.first.assign(1, 0);
    applicants.ranked.clear();
    for (const auto& run : ranked) {
        for (const std::vector<std::uint8_t>& options : run) {
            applicants.ranked.insert(applicants.ranked.end(), options.begin(), options.end());
            applicants.first.push_back(static_cast<std::uint32_t>(applicants.ranked.size()));
        }
    }
}

}  // namespace keruen
