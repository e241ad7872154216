// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "analysis/experiments/datasets.hpp"
#include "analysis/experiments/record_rows.hpp"
#include "analysis/experiments/run.hpp"
#include "sim/file/result_writer.hpp"

namespace keruen {

/// Writes the records of the years into a result file (docs/file-format.md).
class Recorder {
public:
    /// Starts the file anew, or takes it up after `keep_years` years (resume).
    Recorder(const Experiment& experiment, const RunOptions& options, const std::string& run_key,
             std::size_t keep_years, bool resume);

    void write(Year year, const YearRecord& record);
    void finish() { writer_.finish(); }

    /// Finished years in the unfinished file of an interrupted run with this key; 0 if there is
    /// none that can be taken up.
    static std::size_t years_to_resume(const std::filesystem::path& output,
                                       const std::string& run_key);

private:
    const World& world_;
    const ExpectedDiaspora& diaspora_;
    ResultWriter writer_;
    Datasets datasets_;
    std::optional<EventRows> events_;
    std::optional<PanelRows> panel_;
};

}  // namespace keruen
