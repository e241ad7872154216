// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/results/result_file.hpp"

namespace keruen {

/// What a university wants to compare.
struct BenchmarkRequest {
    std::string institution;  ///< id; "" = the region as a whole
    std::string region;       ///< whose institutions are peers; "" = that of the institution
    int year = 0;             ///< academic year ending; 0 = the last finished one
    std::map<std::string, double> weights;  ///< by name of the indicator; none = all alike
};

/// Polak's strategies (docs/benchmark.md): strengths or weaknesses against peers, opportunities or
/// threats in the region.
enum class Strategy { aggressive, conservative, competitive, defensive };

/// One indicator of the institution, or the peers' mean, beside the peers' distribution.
struct IndicatorLine {
    std::string name;
    double weight = 0;
    double value = 0;                      ///< NaN where the run does not tell
    double mark = 0;                       ///< 0..1, value over what earns full marks
    double low = 0, median = 0, high = 0;  ///< quartiles of the peers
    double percentile = 0;                 ///< share of the peers below, 0..1
};

/// One fact about the region over the last five years.
struct Outlook {
    std::string what;
    double growth = 0;  ///< per year
    bool opportunity = false;
};

/// A benchmark: institution (or the mean of the region's) against the open ones of the region.
struct Benchmark {
    std::string institution, label, region, sector, origin_model, management;
    int year = 0;
    std::size_t peers = 0;
    std::vector<IndicatorLine> indicators;
    double mark = 0;                  ///< weighted mean over the known
    int phase = 0;                    ///< 1..5
    std::vector<std::size_t> phases;  ///< peers by phase, 1 first
    std::string bottleneck;           ///< indicator with the lowest mark per weight
    std::string advice;               ///< what it rests on, and the lever to try
    double throughput = 0, seats = 0;
    std::vector<Outlook> outlook;
    double strength = 0;  ///< weighted mean percentile less one half
    Strategy strategy{};
};

/// Ids of the institutions of a file, in its order.
std::vector<std::string> institution_ids(const ResultFile& result);
/// Names of the indicators of a file, in its order.
std::vector<std::string> indicator_names(const ResultFile& result);

/// `request` must name an institution, a region, a finished year and indicators of the file.
/// Throws FileError if the file holds no institutions.
Benchmark benchmark(const ResultFile& result, const BenchmarkRequest& request);

std::string_view name_of(Strategy strategy);
std::string_view phase_name(int phase);

/// In the five stages of benchmarking: plan, collect, compare, adapt, act.
std::string benchmark_text(const Benchmark& benchmark);
nlohmann::ordered_json benchmark_json(const Benchmark& benchmark);
/// The same numbers, one a line: table, item, quantity, value.
std::string benchmark_csv(const Benchmark& benchmark);

}  // namespace keruen
