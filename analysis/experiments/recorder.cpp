// SPDX-License-Identifier: MIT
#include "analysis/experiments/recorder.hpp"

#include <unistd.h>

#include <array>

#include "analysis/results/result_file.hpp"
#include "models/measures.hpp"

namespace keruen {

namespace {

std::string host_name() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

h5::Attributes attributes(const Experiment& e, const RunOptions& options,
                          const std::string& run_key) {
    return {{"program_version", options.program_version},
            {"revision", options.revision},
            {"scenario", e.scenario_name},
            {"scenario_sha256", e.scenario_sha256},
            {"data_sha256", e.data_sha256},
            {"base", static_cast<std::int64_t>(e.world.base)},
            {"constants_worst_gap", e.constants.worst_gap},
            {"seed", static_cast<std::int64_t>(e.setup.seed)},
            {"scale", options.scale},
            {"run_key", run_key},
            {"host", host_name()}};
}

ResultWriter open_file(const Experiment& e, const RunOptions& options, const std::string& run_key,
                       std::size_t keep_years, bool resume) {
    if (resume) return ResultWriter::reopen(options.output, result_format(), keep_years);
    return ResultWriter::create(options.output, result_format(), attributes(e, options, run_key));
}

}  // namespace

Recorder::Recorder(const Experiment& experiment, const RunOptions& options,
                   const std::string& run_key, std::size_t keep_years, bool resume)
    : world_(experiment.world),
      diaspora_(experiment.constants.diaspora),
      writer_(open_file(experiment, options, run_key, keep_years, resume)),
      datasets_(writer_, experiment.world, experiment.policy, experiment.last) {
    declare_students(datasets_);
    declare_programmes(datasets_, experiment);
    declare_policy(datasets_);
    declare_institutions(datasets_, experiment);
    declare_exchange(datasets_);
    declare_measures(datasets_, experiment.world);
    declare_staff(datasets_);
    if (options.record != RecordLevel::summary) events_.emplace(writer_, datasets_);
    if (options.record >= RecordLevel::panel) panel_.emplace(writer_, datasets_);
    if (options.record == RecordLevel::enrolments) enrolments_.emplace(writer_, datasets_);
    writer_.add_text("scenario_text", experiment.scenario_text);
    writer_.begin();
}

std::size_t Recorder::years_to_resume(const std::filesystem::path& output,
                                      const std::string& run_key) {
    return ResultWriter::years_to_resume(output, result_format(), "run_key", run_key);
}

void Recorder::write(Year year, const YearRecord& record) {
    const std::size_t t = world_.index(year);
    const YearNumbers numbers = year_numbers(world_, diaspora_, record, year);
    datasets_.write({record, numbers, year}, t);
    if (events_) events_->write(writer_, record, year);
    if (panel_) panel_->write(writer_, record, year);
    if (enrolments_) enrolments_->write(writer_, record, year);
    writer_.commit_year(t);
}

}  // namespace keruen
