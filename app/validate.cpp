// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/sensitivity/prior.hpp"
#include "analysis/validation/report.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "sim/parallel.hpp"

namespace keruen {

namespace {

/// Tells on stderr how far the work is: stages one after another, each with a weight.
class Stages {
public:
    explicit Stages(double weight) : all_(weight) {}

    /// Begins a stage; the result takes the share of it that is done.
    std::function<void(double)> begin(std::string what, double weight) {
        before_ += weight_;
        weight_ = weight;
        what_ = std::move(what);
        told_ = false;
        return [this](double part) { tell(part); };
    }
    void finish() { line_.finish(); }

private:
    void tell(double part) {
        if (told_ && !line_.changes()) return;
        told_ = true;
        const double done = (before_ + weight_ * part) / all_;
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began_;
        line_.say(fmt::format("{}: {} elapsed, about {} left", what_, duration_text(elapsed),
                              duration_text(elapsed * ((1 - done) / done))));
    }

    double all_, before_ = 0, weight_ = 0;
    std::string what_;
    bool told_ = false;
    ProgressLine line_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

// Seconds that a run takes on a quiet core, about: weights for the time that is left.
constexpr double kFromBase = 1, kFee = 1.3, kCombination = 1, kPattern = 2;
constexpr double kPreparing = 30;  // of constants, for all

/// Simulates from every base of the plan.
std::map<Year, RegionFlows> simulate_all(const ValidateCommand& command, Inputs& inputs,
                                         const std::set<Year>& bases, Year last, Workers& workers,
                                         Stages& stages) {
    std::map<Year, RegionFlows> flows;
    for (const Year base : bases) {
        const auto tell = stages.begin(fmt::format("simulating from {}", base), kFromBase);
        const SimulationOptions options{command.seeds, command.scale};
        flows.emplace(
            base, simulate_from(inputs.scenario, inputs.data, base, last, options, workers, tell));
    }
    return flows;
}

/// Reads a scenario of the library with the settings of the command line.
ScenarioFile read_checked(const std::string& name, const ValidateCommand& command) {
    Inputs inputs = read_inputs(name, command.settings);
    inputs.diagnostics.throw_if_any();
    return std::move(inputs.scenario);
}

std::vector<FeeRow> simulate_fees(const ValidateCommand& command, DataPackage& data,
                                  Workers& workers, const std::function<void(double)>& tell) {
    const auto read = [&](const std::string& name) { return read_checked(name, command); };
    return fee_experiments(read, data, command.seeds, command.scale, workers, tell);
}

void print(const ValidateCommand& command, const Inputs& inputs, nlohmann::ordered_json json,
           const std::string& text) {
    const std::string data = inputs.data.sha256();
    if (command.json) {
        json["provenance"] = repeat_json(command, data);
        fmt::print("{}\n", json.dump(2));
    } else {
        fmt::print("{}{}", text, command.csv ? "" : repeat_text(command, data));
    }
}

int show_experiments(const ValidateCommand& command) {
    Workers workers(command.threads);
    Inputs inputs = read_inputs(command.scenario, {});
    inputs.diagnostics.throw_if_any();
    Stages stages(1);
    const auto rows =
        simulate_fees(command, inputs.data, workers, stages.begin("introductions of fees", 1));
    stages.finish();
    print(command, inputs, {{"rows", fees_json(rows)}},
          command.csv ? fees_csv(rows) : fees_text(rows));
    return exit_code::done;
}

/// What is judged, by whom, and what the simulation is.
struct Judgement {
    FlowPanel flows, totals;
    Conditions conditions;
    std::vector<Region> regions;
    HindcastPlan plan;

    explicit Judgement(Inputs& inputs)
        : flows(recorded_flows(inputs.data, inputs.diagnostics)),
          totals(recorded_totals(inputs.data, inputs.diagnostics)),
          conditions(inputs.data, inputs.diagnostics) {
        for (const ScenarioRegion& entry : inputs.scenario.regions) {
            regions.push_back(entry.region);
        }
        inputs.diagnostics.throw_if_any();
    }
    std::set<Year> bases() const {
        std::set<Year> all(plan.bases.begin(), plan.bases.end());
        all.insert(plan.long_bases.begin(), plan.long_bases.end());
        return all;
    }
    /// `simulated`: null for the rivals alone.
    Hindcast run(const SimulatedForecasts* simulated) const {
        std::vector<Forecaster> forecasters = naive_forecasters();
        for (Forecaster& rival : ppml_forecasters(conditions)) {
            forecasters.push_back(std::move(rival));
        }
        if (simulated != nullptr) forecasters.push_back(simulation_forecaster(*simulated));
        return hindcast(flows, totals, forecasters, regions, plan);
    }
    /// Log growth of a recorded flow.
    double growth(const std::string& origin, const std::string& host, Year from, Year to) const {
        for (std::size_t s = 0; s < flows.series.size(); ++s) {
            if (flows.series[s].origin != origin || flows.series[s].host != host) continue;
            return std::log(flows.at(s, to) / flows.at(s, from));
        }
        return std::numeric_limits<double>::quiet_NaN();
    }
};

/// The attribution at the scenario's parameters, and where its mechanisms' priors are strongest.
std::vector<Attribution> attribute_growth(const ValidateCommand& command, Inputs& inputs,
                                          const Judgement& judgement, Workers& workers,
                                          Stages& stages, double weight) {
    AttributionRequest request;
    request.recorded = judgement.growth(request.origin, request.host, request.base, request.last);
    ScenarioFile strong = inputs.scenario;
    strong.parameters.choose_rate_pass_through = prior_ends("choose.rate_pass_through").second;
    strong.parameters.choose_network = prior_ends("choose.network").second;
    const SimulationOptions options{command.seeds, command.scale};
    std::vector<Attribution> found;
    for (const ScenarioFile* scenario : {&inputs.scenario, &strong}) {
        found.push_back(attribute(*scenario, inputs.data, request, options, workers,
                                  stages.begin("attributing growth to mechanisms", weight / 2)));
    }
    return found;
}

int write_report(const ValidateCommand& command) {
    const std::filesystem::path page(command.report);
    if (page.extension() != ".md") {
        refuse({"--report"}, command.report, "the name of a page that ends in .md",
               "for example --report validation.md");
    }
    Inputs inputs = read_inputs(command.scenario, command.settings);
    const Judgement judgement(inputs);
    Workers workers(command.threads);
    // Of one seed: 8 bases; 7 sides of fees at 3 prices; 17 combinations twice; 4 scenarios.
    const double bases = static_cast<double>(judgement.bases().size()) * kFromBase;
    const double fees = 21 * kFee, combinations = 34 * kCombination, patterns = 4 * kPattern;
    const double all = bases + fees + combinations + patterns;
    Stages stages(all);
    fmt::print(stderr, "about {} on a quiet core\n",
               duration_text(std::chrono::duration<double>(kPreparing +
                                                           all * command.seeds * command.scale)));
    ValidationReport report{command.scenario,
                            command.line,
                            inputs.data.sha256(),
                            command.seeds,
                            command.scale,
                            {},
                            {},
                            {},
                            {}};
    const SimulatedForecasts simulated(
        judgement.regions,
        simulate_all(command, inputs, judgement.bases(), judgement.plan.last, workers, stages),
        inputs.scenario.seed);
    report.hindcast = judgement.run(&simulated);
    report.attributions =
        attribute_growth(command, inputs, judgement, workers, stages, combinations);
    report.fees =
        simulate_fees(command, inputs.data, workers, stages.begin("introductions of fees", fees));
    report.patterns = judge_patterns(
        [&](const std::string& name) { return read_checked(name, command); }, inputs.data,
        command.seeds, command.scale, workers, stages.begin("patterns", patterns));
    stages.finish();
    const nlohmann::ordered_json data = report_json(report);
    std::filesystem::path numbers = page;
    numbers.replace_extension(".json");
    write_text(numbers.string(), data.dump(1) + '\n');
    write_text(page.string(), report_page(data, page.stem().string()));
    fmt::print("written: {}, {}\nfigures: scripts/validation-figures {}\nthe same again: {}\n",
               page.string(), numbers.string(), numbers.string(), report.command);
    return exit_code::done;
}

}  // namespace

int validate_command(const ValidateCommand& command) {
    if (!command.report.empty()) return write_report(command);
    if (command.experiments) return show_experiments(command);
    Inputs inputs = read_inputs(command.scenario, command.settings);
    const Judgement judgement(inputs);
    Hindcast found;
    if (command.rivals) {
        found = judgement.run(nullptr);
    } else {
        Workers workers(command.threads);
        const std::set<Year> bases = judgement.bases();
        Stages stages(static_cast<double>(bases.size()) * kFromBase);
        const SimulatedForecasts simulated(
            judgement.regions,
            simulate_all(command, inputs, bases, judgement.plan.last, workers, stages),
            inputs.scenario.seed);
        stages.finish();
        found = judgement.run(&simulated);
    }
    print(command, inputs, hindcast_json(found),
          command.csv ? hindcast_csv(found) : hindcast_text(found));
    return exit_code::done;
}

}  // namespace keruen
