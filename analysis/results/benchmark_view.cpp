// SPDX-License-Identifier: MIT
// How a benchmark is printed.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/results/benchmark.hpp"
#include "analysis/results/text_table.hpp"

namespace keruen {

namespace {

std::string number(double value) {
    return std::isnan(value) ? "-" : fmt::format("{:.3g}", value);
}

nlohmann::ordered_json number_json(double value) {
    if (std::isnan(value)) return nullptr;
    return value;
}

std::string_view meaning(Strategy strategy) {
    switch (strategy) {
        case Strategy::aggressive:
            return "strengths meet opportunities: expand, offer more abroad and to foreigners";
        case Strategy::conservative:
            return "strengths meet threats: keep what is strong, look for new partner regions";
        case Strategy::competitive:
            return "weaknesses meet opportunities: mend what is weak while demand grows";
        case Strategy::defensive:
            return "weaknesses meet threats: concentrate on few partners, seek alliances";
    }
    return "";
}

std::string plan_text(const Benchmark& b) {
    std::string who = b.institution.empty()
                          ? fmt::format("the institutions of {}", b.region)
                          : fmt::format("{} ({}; {}, {}, {} office) in {}", b.institution, b.label,
                                        b.sector, b.origin_model, b.management, b.region);
    std::string what;
    for (const IndicatorLine& line : b.indicators) {
        if (line.weight <= 0) continue;
        what += (what.empty() ? "" : ", ") + line.name;
        if (line.weight != 1) what += fmt::format(" (weight {:.3g})", line.weight);
    }
    return fmt::format("1 plan\n{}{}", wrapped(fmt::format("{}, {}", who, b.year), 2),
                       wrapped("indicators: " + what, 2));
}

std::string compare_text(const Benchmark& b) {
    std::string text = fmt::format("\n3 compare with {} institutions of {} that take students\n",
                                   b.peers, b.region);
    TextTable table({"indicator", "own", "lower quartile", "median", "upper quartile", "below"});
    for (const IndicatorLine& line : b.indicators) {
        if (line.weight <= 0) continue;
        table.add(
            {line.name, number(line.value), number(line.low), number(line.median),
             number(line.high),
             std::isnan(line.percentile) ? "-" : fmt::format("{:.0f} %", 100 * line.percentile)});
    }
    text += table.text(2);
    text += "  maturity of the peers:";
    for (std::size_t k = 0; k < b.phases.size(); ++k) {
        text += fmt::format(" {}: {}", k + 1, b.phases[k]);
    }
    return text + '\n';
}

}  // namespace

std::string benchmark_text(const Benchmark& b) {
    std::string text = plan_text(b) + "\n2 collect\n";
    TextTable collected({"indicator", "value", "mark"});
    for (const IndicatorLine& line : b.indicators) {
        if (line.weight > 0) collected.add({line.name, number(line.value), number(line.mark)});
    }
    text += collected.text(2);
    text += fmt::format("  mean mark {}: maturity phase {}, {}\n", number(b.mark), b.phase,
                        phase_name(b.phase));
    text += compare_text(b);
    text += "\n4 adapt\n";
    for (const Outlook& one : b.outlook) {
        text += fmt::format("  {}: {} {} % a year\n", one.opportunity ? "opportunity" : "threat",
                            one.what, std::isnan(one.growth) ? "-" : percent(one.growth));
    }
    text += wrapped(fmt::format("strategy: {} ({})", name_of(b.strategy), meaning(b.strategy)), 2);
    text += "\n5 act\n";
    text += wrapped(fmt::format("bottleneck: {}. {}",
                                b.bottleneck.empty() ? "unknown" : b.bottleneck, b.advice),
                    2);
    text += wrapped(fmt::format("office: {:.0f} exchange students a year can be handled, "
                                "agreements have {:.0f} places",
                                b.throughput, b.seats),
                    2);
    return text +
           "\n  Institutions are synthetic unless marked imported: compare shapes, not names.\n";
}

nlohmann::ordered_json benchmark_json(const Benchmark& b) {
    nlohmann::ordered_json lines = nlohmann::ordered_json::array();
    for (const IndicatorLine& line : b.indicators) {
        lines.push_back({{"name", line.name},
                         {"weight", line.weight},
                         {"value", number_json(line.value)},
                         {"mark", number_json(line.mark)},
                         {"lower_quartile", number_json(line.low)},
                         {"median", number_json(line.median)},
                         {"upper_quartile", number_json(line.high)},
                         {"percentile", number_json(line.percentile)}});
    }
    nlohmann::ordered_json outlook = nlohmann::ordered_json::array();
    for (const Outlook& one : b.outlook) {
        outlook.push_back({{"what", one.what},
                           {"growth", number_json(one.growth)},
                           {"opportunity", one.opportunity}});
    }
    return {{"institution", b.institution},
            {"label", b.label},
            {"region", b.region},
            {"sector", b.sector},
            {"origin_model", b.origin_model},
            {"management", b.management},
            {"year", b.year},
            {"peers", b.peers},
            {"indicators", lines},
            {"mark", number_json(b.mark)},
            {"phase", b.phase},
            {"phase_name", phase_name(b.phase)},
            {"peers_by_phase", b.phases},
            {"bottleneck", b.bottleneck},
            {"advice", b.advice},
            {"throughput", b.throughput},
            {"seats", b.seats},
            {"outlook", outlook},
            {"strength", number_json(b.strength)},
            {"strategy", name_of(b.strategy)}};
}

std::string benchmark_csv(const Benchmark& b) {
    std::string text = "institution,region,year,table,item,quantity,value\n";
    const std::string whose = fmt::format("{},{},{}", b.institution, b.region, b.year);
    const auto add = [&](const char* table, const std::string& item, std::string_view quantity,
                         double value) {
        text += fmt::format("{},{},\"{}\",{},{}\n", whose, table, item, quantity,
                            std::isnan(value) ? "" : fmt::format("{}", value));
    };
    for (const IndicatorLine& line : b.indicators) {
        add("indicators", line.name, "weight", line.weight);
        add("indicators", line.name, "value", line.value);
        add("indicators", line.name, "mark", line.mark);
        add("indicators", line.name, "lower_quartile", line.low);
        add("indicators", line.name, "median", line.median);
        add("indicators", line.name, "upper_quartile", line.high);
        add("indicators", line.name, "percentile", line.percentile);
    }
    for (std::size_t k = 0; k < b.phases.size(); ++k) {
        add("peers", fmt::format("phase {}", k + 1), "institutions",
            static_cast<double>(b.phases[k]));
    }
    for (const Outlook& one : b.outlook) add("outlook", one.what, "growth", one.growth);
    add("whole", "maturity", "mark", b.mark);
    add("whole", "maturity", "phase", b.phase);
    add("whole", "maturity", "strength", b.strength);
    add("whole", "office", "throughput", b.throughput);
    add("whole", "office", "seats", b.seats);
    return text;
}

}  // namespace keruen
