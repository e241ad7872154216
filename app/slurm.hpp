// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace keruen {

/// A batch as Slurm is to run it. Paths are absolute.
struct SlurmBatch {
    std::filesystem::path program, study, folder;
    std::string name;
    std::size_t shards = 1;
    int retries = 2;
    std::vector<std::string> options;  ///< of sbatch, for the array: "--mem=4G"
};

struct SlurmJobs {
    std::string array, collect;  ///< numbers
};

/// Writes the two scripts into the batch's folder `slurm` and submits them: an array with a task a
/// shard, and a job that collects when all tasks have ended, however they did. Throws
/// std::runtime_error if Slurm is not there or refuses, with what it said.
SlurmJobs submit(const SlurmBatch& batch);

}  // namespace keruen
