// SPDX-License-Identifier: MIT
#include "tests/support/one_year.hpp"

#include "models/phases/aspire.hpp"
#include "models/phases/award_admit.hpp"
#include "models/phases/choose.hpp"
#include "models/phases/consider.hpp"
#include "models/phases/enter.hpp"

namespace keruen::test {

Population population_of(const Alike& alike, std::size_t n, Year year) {
    MoverBlock block;
    block.origin = static_cast<RegionIndex>(alike.origin);
    block.cohort = year;
    block.stage.assign(n, candidate_stage(alike.level));
    block.host.assign(n, alike.host);
    block.programme.assign(n, kSelfFunded);
    block.ability.assign(n, alike.ability);
    block.income.assign(n, alike.income);
    block.traits.assign(n, alike.traits);
    Population population;
    population.movers.push_back(std::move(block));
    return population;
}

Population mixed_population(const Setup& setup, Year year, Workers& workers) {
    Population population;
    YearRecord record(setup.regions(), setup.policy->programmes.size());
    enter(setup, year, population, record, workers);
    for (MoverBlock& block : population.movers) {
        for (std::size_t i = 0; i < block.size(); i += 3) {
            block.stage[i] = kCandidateMaster;
            const std::size_t host = i / 6 % setup.regions();
            if (i % 2 == 0 && host != block.origin) block.host[i] = static_cast<RegionIndex>(host);
        }
    }
    return population;
}

Applicants decide(const Setup& setup, Year year, const YearTables& tables, Population& population,
                  Workers& workers, bool admit) {
    YearRecord record(setup.regions(), setup.policy->programmes.size());
    Applicants applicants = aspire(setup, year, tables, population, record, workers);
    consider(setup, year, tables, population, applicants, workers);
    choose(setup, year, tables, population, applicants, workers);
    if (admit) award_admit(setup, year, tables, population, applicants, record, workers);
    return applicants;
}

std::vector<std::size_t> best_options(const Applicants& applicants, std::size_t block,
                                      std::size_t slots) {
    std::vector<std::size_t> best(slots, 0);
    for (std::size_t i = 0; i < applicants.size(); ++i) {
        if (applicants.block[i] != block) continue;
        if (applicants.first[i] == applicants.first[i + 1]) continue;
        best[applicants.slot[i]] = applicants.ranked[applicants.first[i]];
    }
    return best;
}

}  // namespace keruen::test
