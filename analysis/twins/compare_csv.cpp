// SPDX-License-Identifier: MIT
#include "analysis/twins/compare_csv.hpp"

#include <fmt/format.h>

#include "analysis/results/csv_table.hpp"
#include "analysis/twins/compare_figures.hpp"
#include "analysis/twins/margins.hpp"

namespace keruen {

namespace {

std::string spread_cells(const Spread& s) {
    if (s.members == 0) return "0,,,";
    return fmt::format("{},{},{},{}", s.members, s.mean, s.low, s.high);
}

void add_csv(const Comparison& comparison, const PairResult& pair, const char* effect,
             const TwinLedger& ledger, std::string& text) {
    for (const LedgerCell& c : cells(ledger)) {
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(pair.label), effect,
                            comparison.origins[c.origin], level_names()[c.level],
                            ledger.first + static_cast<Year>(c.year), born_cell::income(c.cell) + 1,
                            born_cell::ability(c.cell) + 1,
                            sex_names()[born_cell::female(c.cell) ? 1 : 0],
                            town_names()[born_cell::urban(c.cell) ? 1 : 0],
                            twin_class_names()[c.which].key, c.open, c.people);
    }
}

}  // namespace

std::string compare_csv(const Comparison& comparison) {
    std::string text =
        "other,effect,origin,level,year,income_fifth,ability_fifth,sex,town,class,open,people\n";
    for (const PairResult& pair : comparison.pairs) {
        add_csv(comparison, pair, "total", pair.total, text);
        if (pair.direct) add_csv(comparison, pair, "direct", *pair.direct, text);
    }
    return text;
}

std::string compare_members_csv(const Comparison& comparison) {
    std::string text = "other,member,seed,draw,origin,effect,class,people\n";
    for (const PairResult& pair : comparison.pairs) {
        for (std::size_t m = 0; m < pair.members.size(); ++m) {
            const std::string draw =
                comparison.draws.empty() ? "" : std::to_string(comparison.draws[m] + 1);
            const auto add = [&](const char* effect, const Grid<std::int64_t, 2>& people) {
                for (std::size_t o = 0; o < people.extent(0); ++o) {
                    for (std::size_t c = 0; c < kTwinClasses; ++c) {
                        text += fmt::format("{},{},{},{},{},{},{},{}\n", csv_cell(pair.label),
                                            m + 1, comparison.seeds[m], draw, comparison.origins[o],
                                            effect, twin_class_names()[c].key, people(o, c));
                    }
                }
            };
            add("total", pair.members[m].total);
            if (pair.members[m].direct.extent(0) > 0) add("direct", pair.members[m].direct);
        }
    }
    return text;
}

std::string compare_classes_csv(const Comparison& comparison) {
    std::string text = "other,origin,class,effect,members,mean,low,high\n";
    for (const PairResult& pair : comparison.pairs) {
        if (pair.members.size() < 2) continue;
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) {
            for (std::size_t c = 0; c < kTwinClasses; ++c) {
                const ClassSpread s = class_spread(pair, o, static_cast<TwinClass>(c));
                for (const auto& [effect, people] :
                     {std::pair{"total", s.total}, std::pair{"direct", s.direct},
                      std::pair{"feedback", s.feedback}}) {
                    text +=
                        fmt::format("{},{},{},{},{}\n", csv_cell(pair.label), comparison.origins[o],
                                    twin_class_names()[c].key, effect, spread_cells(people));
                }
            }
        }
    }
    return text;
}

std::string compare_costs_csv(const Comparison& comparison) {
    std::string text = "other,origin,quantity,members,mean,low,high\n";
    for (const PairResult& pair : comparison.pairs) {
        const auto add = [&](const std::string& name, std::optional<std::size_t> origin) {
            const CostPerStudent cost = cost_per_student(pair, origin);
            for (const auto& [quantity, spread] :
                 {std::pair{"additional", cost.additional},
                  std::pair{"spending_usd", cost.spending},
                  std::pair{"usd_per_additional", cost.per_student}}) {
                text += fmt::format("{},{},{},{}\n", csv_cell(pair.label), name, quantity,
                                    spread_cells(spread));
            }
        };
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) add(comparison.origins[o], o);
        add("all", std::nullopt);
    }
    return text;
}

std::string compare_differences_csv(const Comparison& comparison) {
    std::string text =
        "other,origin,quantity,members,mean,low,high,paired_variance,unpaired_variance\n";
    for (const PairResult& pair : comparison.pairs) {
        if (pair.members.size() < 2) continue;
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) {
            for (std::size_t q = 0; q < kQuantities; ++q) {
                const Pairing p = pairing(pair, o, static_cast<Quantity>(q));
                text += fmt::format("{},{},{},{},{},{}\n", csv_cell(pair.label),
                                    comparison.origins[o], quantity_names()[q].key,
                                    spread_cells(p.difference), p.paired, p.unpaired);
            }
        }
    }
    return text;
}

std::string compare_moves_csv(const Comparison& comparison) {
    std::vector<std::string> places = comparison.origins;
    places.emplace_back("home");
    std::string text = "other,origin,from,to,people\n";
    for (const PairResult& pair : comparison.pairs) {
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) {
            for (std::size_t b = 0; b < places.size(); ++b) {
                for (std::size_t t = 0; t < places.size(); ++t) {
                    const std::int64_t people = pair.total.moved(o, b, t);
                    if (people == 0) continue;
                    text += fmt::format("{},{},{},{},{}\n", csv_cell(pair.label),
                                        comparison.origins[o], places[b], places[t], people);
                }
            }
        }
    }
    return text;
}

std::string compare_groups_csv(const Comparison& comparison) {
    const std::vector<Group> groups = groups_of(comparison.first, comparison.last);
    std::string text = "other,origin,by,group,quantity,members,mean,low,high\n";
    for (const PairResult& pair : comparison.pairs) {
        if (pair.members.size() < 2) continue;
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) {
            for (std::size_t g = 0; g < groups.size(); ++g) {
                text += fmt::format("{},{},{},{},additional,{}\n", csv_cell(pair.label),
                                    comparison.origins[o], groups[g].division, groups[g].name,
                                    spread_cells(additional_of_group(pair, o, g)));
            }
        }
    }
    return text;
}

}  // namespace keruen
