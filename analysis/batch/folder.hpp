// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "analysis/batch/plan.hpp"

namespace keruen {

/// Times that a member was begun without being finished.
struct Tries {
    int count = 0;
    std::string last;  ///< how the last of them ended, for people
};

/// The folder of a batch, which any number of processes on any number of machines may use at once:
///   plan.json       what is to be computed
///   members/ID.h5   finished members, each put there whole, in one step
///   tries/ID        a line for each beginning and failure of an unfinished member
///   scratch/        what is being written
///   locks           empty; byte N locked: the member whose name begins with N is being computed
/// Locks end with the process, whatever ends it. Where the file system has none, two processes may
/// compute the same member; either's result is the other's, and the last is kept.
/// Failures to write throw FileError.
class BatchFolder {
public:
    /// Creates what is not there.
    explicit BatchFolder(std::filesystem::path path);
    BatchFolder(const BatchFolder&) = delete;
    BatchFolder& operator=(const BatchFolder&) = delete;
    ~BatchFolder();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path result(const std::string& id) const;
    bool has(const std::string& id) const;

    /// The plan that is there, "" if there is none.
    std::string plan() const;
    void write_plan(const std::string& text);

    /// The right to compute a member, as long as it lives.
    class Claim {
    public:
        Claim(int descriptor, long long byte) : descriptor_(descriptor), byte_(byte) {}
        Claim(Claim&& other) noexcept : descriptor_(other.descriptor_), byte_(other.byte_) {
            other.descriptor_ = -1;
        }
        Claim& operator=(Claim&&) = delete;
        ~Claim();
        /// Whether others are kept out.
        bool locked() const { return descriptor_ >= 0; }

    private:
        int descriptor_;
        long long byte_;
    };
    /// Nothing if another process has the member.
    std::optional<Claim> claim(const std::string& id);

    Tries tries(const std::string& id) const;
    void note_beginning(const std::string& id);
    void note_failure(const std::string& id, const std::string& message);
    /// The member was begun and is not to blame that it was not finished.
    void take_back(const std::string& id);

    /// Where this process may write a member; removes what dead processes have left of it.
    std::filesystem::path scratch(const std::string& id, const Claim& claim);
    void drop_scratch(const std::string& id);
    /// The member is finished: its file gets its final name, its tries are forgotten.
    void keep(const std::string& id);

private:
    std::filesystem::path own_scratch(const std::string& id) const;
    void append(const std::string& id, const std::string& line);

    std::filesystem::path path_;
    std::string process_;  ///< host and number of this process
    int locks_ = -1;
};

}  // namespace keruen
