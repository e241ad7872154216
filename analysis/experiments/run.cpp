// SPDX-License-Identifier: MIT
#include "analysis/experiments/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/experiments/recorder.hpp"
#include "models/governments/adaptive.hpp"
#include "models/governments/bundles.hpp"
#include "models/governments/memberships.hpp"
#include "models/institutions/funding.hpp"
#include "models/state_file.hpp"
#include "scenarios/governments.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/programmes.hpp"
#include "scenarios/world_builder.hpp"

namespace keruen {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kCheckpointInterval{20};

std::filesystem::path checkpoint_path(const std::filesystem::path& output) {
    return output.string() + ".checkpoint";
}

/// What must agree for a run to be taken up by --resume: everything that can change its numbers or
/// the shape of its file.
std::string run_key(const Experiment& e, const RunOptions& options) {
    return fmt::format("{} data {} seed {} scale {} record {} {}", e.scenario_sha256, e.data_sha256,
                       e.setup.seed, options.scale, static_cast<int>(options.record),
                       options.program_version);
}

/// Students per agent at a scale: whole, at least 1.
std::uint32_t scaled(int weight, double scale) {
    return static_cast<std::uint32_t>(std::max(1.0, std::round(weight / scale)));
}

void fill_setup(Experiment& e, const ScenarioFile& scenario, const RunOptions& options) {
    Setup& setup = e.setup;
    setup.world = &e.world;
    setup.policy = &e.policy;
    setup.reference = &e.reference;
    setup.constants = &e.constants;
    setup.parameters = scenario.parameters;
    setup.seed = scenario.seed;
    setup.chunk = options.chunk;
    setup.events = options.record != RecordLevel::summary;
    setup.enrolments = options.record == RecordLevel::enrolments;
    for (const ScenarioRegion& region : scenario.regions) {
        const int keen = region.weight_keen.value_or(region.weight_mover);
        if (region.focus) setup.focus = static_cast<RegionIndex>(setup.weights.size());
        setup.weights.push_back({scaled(region.weight_mover, options.scale),
                                 scaled(region.weight_stayer, options.scale),
                                 scaled(keen, options.scale)});
        setup.origin_keys.push_back(origin_key(region.region.code));
    }
}

std::int64_t count_agents(const Population& population) {
    std::int64_t n = 0;
    for (const MoverBlock& block : population.movers) n += static_cast<std::int64_t>(block.size());
    for (const StayerBlock& block : population.stayers) {
        n += static_cast<std::int64_t>(block.size());
    }
    return n;
}

/// When to save the state: every so many years, or when enough time has passed.
class CheckpointClock {
public:
    explicit CheckpointClock(int years) : years_(years), last_(Clock::now()) {}
    bool due(std::size_t finished) {
        const bool now = years_ > 0 ? finished % static_cast<std::size_t>(years_) == 0
                                    : Clock::now() - last_ > kCheckpointInterval;
        if (now) last_ = Clock::now();
        return now;
    }

private:
    int years_;
    Clock::time_point last_;
};

struct Start {
    State state;
    std::size_t years = 0;  ///< finished before
};

Start begin(const Experiment& e, const RunOptions& options, const std::string& key) {
    Start start{initial_state(e.setup), 0};
    if (!options.resume) return start;
    const std::size_t in_file = Recorder::years_to_resume(options.output, key);
    std::optional<State> saved = load_state(checkpoint_path(options.output), e.setup, key);
    if (!saved) return start;
    const std::size_t years = e.world.index(saved->next);
    if (years > in_file) return start;
    start.state = std::move(*saved);
    start.years = years;
    return start;
}

/// Everything that the estimation of constants depends on.
std::string constants_key(const Experiment& e, const ScenarioFile& scenario) {
    std::string key = fmt::format("{} {} {} {} {}", e.data_sha256, e.world.first, e.world.base,
                                  e.world.last, scenario.hindsight);
    for (const Region& region : e.world.regions) {
        key += fmt::format(" {}: {}", region.code, fmt::join(region.countries, " "));
    }
    for (const ParameterDeclaration& p : parameter_declarations()) {
        key += fmt::format(" {}", scenario.parameters.*p.member);
    }
    key += " " + scenario.chain.front();
    for (const PolicyValue& value : scenario.root_policy) {
        key += " " + value.key;
        for (const DatedValue& date : value.dates)
            key += fmt::format(" {} {}", date.year, date.value);
    }
    return key;
}

}  // namespace

void check_limits(const World& world, const Policy& policy, const std::string& scenario,
                  Diagnostics& diagnostics) {
    try {
        require_engine_limits(world, policy);
    } catch (const std::invalid_argument& limit) {
        diagnostics.add({scenario}, limit.what(), "a world within the limits of the engine",
                        "see docs/decisions/0002-memory-layout.md");
    }
}

std::unique_ptr<Experiment> assemble(const ScenarioFile& scenario, DataPackage& data) {
    Diagnostics diagnostics;
    BuiltWorld built = build_world(scenario, data, diagnostics);
    diagnostics.throw_if_any();
    auto experiment = std::make_unique<Experiment>();
    Experiment& e = *experiment;
    e.world = std::move(built.world);
    e.policy = built.policy;
    e.reference = std::move(built.policy);
    const Parameters& p = scenario.parameters;
    add_programmes(scenario.root_programmes, e.world, e.reference, diagnostics);
    apply_policy(scenario.root_policy, e.world, e.reference, diagnostics);
    apply_memberships(e.world, p, e.reference);
    for (std::size_t t = 0; t < e.world.years(); ++t) join_bundles(e.reference, t);
    set_selections(e.reference, e.world.index(e.world.base));
    complete_policy(scenario, e.world, e.policy, diagnostics);
    apply_memberships(e.world, p, e.policy);
    separate_draws(e.world, e.policy);
    separate_draws(e.world, e.reference);
    e.world.ehea_member = e.policy.member[kEhea];
    diagnostics.throw_if_any();
    answer_funding(e.world, scenario.parameters, e.reference);
    answer_funding(e.world, scenario.parameters, e.policy);
    check_limits(e.world, e.policy, scenario.name, diagnostics);
    diagnostics.throw_if_any();
    e.scenario_name = scenario.name;
    e.scenario_text = scenario.text;
    e.scenario_sha256 = scenario.sha256;
    e.data_sha256 = data.sha256();
    e.last = scenario.last;
    return experiment;
}

std::unique_ptr<Experiment> prepare(const ScenarioFile& scenario, DataPackage& data,
                                    const RunOptions& options, Workers& workers,
                                    const Experiment* known) {
    auto experiment = assemble(scenario, data);
    Experiment& e = *experiment;
    e.constants_key = constants_key(e, scenario);
    e.constants = known != nullptr && known->constants_key == e.constants_key
                      ? known->constants
                      : estimate_constants(e.world, e.reference, scenario.parameters, workers);
    fill_setup(e, scenario, options);
    return experiment;
}

void simulate_years(Experiment& e, std::uint64_t seed, Workers& workers,
                    const std::function<void(Year, const YearRecord&)>& show) {
    e.setup.seed = seed;
    State state = initial_state(e.setup);
    Schedule<YearWork> schedule = academic_year(e.setup, workers);
    while (state.next <= e.last) {
        const Year year = state.next;
        show(year, simulate_year(e.setup, schedule, state, false));
    }
}

RunReport run(Experiment& e, const RunOptions& options, Workers& workers,
              const std::function<void(const RunProgress&)>& progress) {
    const std::string key = run_key(e, options);
    Start start = begin(e, options, key);
    State& state = start.state;
    RunReport report;
    report.resumed = start.years > 0;
    report.years_finished = start.years;
    Recorder recorder(e, options, key, start.years, report.resumed);
    Schedule<YearWork> schedule = academic_year(e.setup, workers);
    CheckpointClock checkpoint(options.checkpoint_years);
#ifdef NDEBUG
    const bool check = options.check;
#else
    const bool check = true;
#endif
    const auto began = Clock::now();
    while (state.next <= e.last) {
        if (options.stop != nullptr && options.stop->load()) {
            report.interrupted = true;
            save_state(checkpoint_path(options.output), state, key);
            break;
        }
        const Year year = state.next;
        const auto simulating = Clock::now();
        const YearRecord record = simulate_year(e.setup, schedule, state, check);
        const auto writing = Clock::now();
        recorder.write(year, record);
        ++report.years_finished;
        report.agent_years += record.agents_studied;
        if (state.next <= e.last && checkpoint.due(report.years_finished)) {
            save_state(checkpoint_path(options.output), state, key);
        }
        const auto done = Clock::now();
        report.simulation += writing - simulating;
        report.writing += done - writing;
        const std::chrono::duration<double> elapsed = done - began;
        const auto fresh = static_cast<double>(report.years_finished - start.years);
        const auto left = static_cast<double>(e.years() - report.years_finished);
        progress({year, report.years_finished, e.years(), elapsed, elapsed * (left / fresh)});
    }
    report.agents = count_agents(state.population);
    for (const auto& phase : schedule.phases()) {
        report.phase_seconds.emplace_back(phase.name,
                                          std::chrono::duration<double>(phase.spent).count());
    }
    if (report.interrupted) return report;
    recorder.finish();
    std::filesystem::remove(checkpoint_path(options.output));
    return report;
}

}  // namespace keruen
