// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/experiments/run.hpp"
#include "analysis/results/result_file.hpp"
#include "scenarios/library.hpp"
#include "scenarios/table.hpp"
#include "sim/parallel.hpp"
#include "tests/files/scratch.hpp"

namespace keruen::test {

/// A dataset of int64 or float64, as doubles.
std::vector<double> numbers(const ResultFile& file, const DatasetInfo& info);

/// One scenario of the library as its result file tells it.
class LibraryRun {
public:
    LibraryRun(ScenarioFile scenario, const std::filesystem::path& file);

    const ScenarioFile& scenario() const { return scenario_; }
    const ResultFile& file() const { return file_; }
    const std::vector<DatasetInfo>& datasets() const { return datasets_; }
    /// Sum over the years `from` to `to`; of one label of a dimension, or of all where "".
    double sum(const std::string& dataset, Year from, Year to, const std::string& first = "",
               const std::string& second = "") const;

private:
    ScenarioFile scenario_;
    ResultFile file_;
    std::vector<DatasetInfo> datasets_;
};

/// How finely a run is simulated.
enum class Detail {
    small,   ///< a twentieth of the population, to 2031 at most
    inbound  ///< all people, those of Kazakhstan by twenties: for changes in who comes there
};

/// Runs scenarios of the library, or of a file, once each.
class LibraryRuns {
public:
    static LibraryRuns& instance();
    std::vector<std::string> names() const { return library_.names(); }
    ScenarioFile read(const std::string& name, Detail detail = Detail::small);
    const LibraryRun& of(const std::string& name, Detail detail = Detail::small);
    /// Builds a scenario's world without running it; throws InputError as `keruen check` tells it.
    void build(const ScenarioFile& scenario);

private:
    LibraryRuns();

    Library library_;
    Diagnostics diagnostics_;
    DataPackage data_;
    std::vector<std::string> countries_;
    Workers workers_{2};
    Scratch folder_;
    std::map<std::string, std::unique_ptr<Experiment>> prepared_;  ///< by file
    std::map<std::string, LibraryRun> runs_;                       ///< by file
};

/// The earliest date from which the two scenarios differ: of a lever, of a rule, or of the places
/// of a programme that one of them describes; nothing if there is none.
std::optional<Year> first_difference(const ScenarioFile& parent, const ScenarioFile& child);

}  // namespace keruen::test
