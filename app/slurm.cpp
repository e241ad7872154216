// SPDX-License-Identifier: MIT
#include "app/slurm.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include "app/command_line.hpp"
#include "app/output.hpp"

namespace keruen {
namespace {

/// A kill of the program does not end the script, which must therefore not exec it: it goes on with
/// the members that are left. Whatever kills the program each time uses up the member's tries; the
/// bound is for what kills it before the first.
std::string array_script(const SlurmBatch& batch) {
    return fmt::format(R"(#!/bin/sh
for start in 1 2 3 4 5 6 7 8; do
    {} batch {} -o {} --retries {} \
        --shard "$SLURM_ARRAY_TASK_ID/{}" --threads "${{SLURM_CPUS_PER_TASK:-1}}"
    code=$?
    [ "$code" -gt 130 ] || exit "$code"
    echo "start $start ended with code $code" >&2
done
exit "$code"
)",
                       shell_word(batch.program.string()), shell_word(batch.study.string()),
                       shell_word(batch.folder.string()), batch.retries, batch.shards);
}

std::string collect_script(const SlurmBatch& batch) {
    return fmt::format("#!/bin/sh\n{} collect {}\n", shell_word(batch.program.string()),
                       shell_word(batch.folder.string()));
}

/// The number at the beginning of a line; Slurm may warn before it.
std::string number_in(const std::string& said) {
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t digits = line.find_first_not_of("0123456789");
        if (digits > 0) return line.substr(0, digits);
    }
    return "";
}

/// The number of the job that `command` submits.
std::string job_of(const std::string& command) {
    std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot start sbatch");
    std::string said;
    std::array<char, 256> piece{};
    while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) said += piece.data();
    const int status = pclose(pipe);
    std::string number = number_in(said);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || number.empty()) {
        throw std::runtime_error(
            fmt::format("sbatch did not take the job: {}\nexpected Slurm's sbatch on the path; "
                        "--shard I/N serves any other scheduler",
                        said));
    }
    return number;
}

}  // namespace

SlurmJobs submit(const SlurmBatch& batch) {
    const std::filesystem::path folder = batch.folder / "slurm";
    std::filesystem::create_directories(folder);
    write_text((folder / "array.sh").string(), array_script(batch));
    write_text((folder / "collect.sh").string(), collect_script(batch));
    std::string common = fmt::format("sbatch --parsable --requeue --open-mode=append --job-name={}",
                                     shell_word("keruen-" + batch.name));
    // Both jobs: an account or a partition may be obligatory.
    for (const std::string& option : batch.options)
        common += fmt::format(" {}", shell_word(option));
    const std::string array = fmt::format("{} --array=1-{} --output={}", common, batch.shards,
                                          shell_word((folder / "%a.log").string()));
    SlurmJobs jobs;
    jobs.array = job_of(array + " " + shell_word((folder / "array.sh").string()));
    jobs.collect = job_of(fmt::format("{} --dependency=afterany:{} --output={} {}", common,
                                      jobs.array, shell_word((folder / "collect.log").string()),
                                      shell_word((folder / "collect.sh").string())));
    return jobs;
}

}  // namespace keruen
