// SPDX-License-Identifier: MIT
#include "analysis/batch/folder.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>

#include "sim/file/error.hpp"
#include "sim/file/publish.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* action, int error) {
    const bool full = error == ENOSPC || error == EDQUOT;
    throw FileError(path,
                    fmt::format("{}{}: cannot {}: {}", full ? "disk full: " : "", path.string(),
                                action, std::strerror(error)),
                    full);
}

std::string process_name() {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return fmt::format("{}-{}", host.data(), getpid());
}

std::string now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::now()));
}

void create_folder(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) fail(path, "create the folder", error.value());
}

/// Writes all of `text` to the end of a file.
void write(const fs::path& path, const std::string& text, int flags) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (file < 0) fail(path, "write there", errno);
    std::size_t done = 0;
    int error = 0;
    while (done < text.size() && error == 0) {
        const ssize_t n = ::write(file, text.data() + done, text.size() - done);
        if (n >= 0) {
            done += static_cast<std::size_t>(n);
        } else if (errno != EINTR) {
            error = errno;
        }
    }
    if (close(file) != 0 && error == 0) error = errno;
    if (error != 0) fail(path, "write there", error);
}

/// Byte of the file of locks that stands for a member.
long long lock_byte(const std::string& id) {
    return std::stoll(id.substr(0, 15), nullptr, 16);
}

/// Locks of the open file, not of the process, so that they live as long as it; false if another
/// has it.
bool lock(int file, short type, long long byte) {
    struct flock region {};
    region.l_type = type;
    region.l_whence = SEEK_SET;
    region.l_start = byte;
    region.l_len = 1;
    return fcntl(file, F_OFD_SETLK, &region) == 0;
}

constexpr std::string_view kBegan = "began ", kFailed = "failed ", kTakenBack = "taken back";

}  // namespace

BatchFolder::Claim::~Claim() {
    if (locked()) lock(descriptor_, F_UNLCK, byte_);
}

BatchFolder::BatchFolder(fs::path path) : path_(std::move(path)), process_(process_name()) {
    for (const char* part : {"members", "tries", "scratch"}) create_folder(path_ / part);
    const fs::path locks = path_ / "locks";
    locks_ = open(locks.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (locks_ < 0) fail(locks, "write there", errno);
}

BatchFolder::~BatchFolder() {
    close(locks_);
}

fs::path BatchFolder::result(const std::string& id) const {
    return path_ / "members" / (id + ".h5");
}

bool BatchFolder::has(const std::string& id) const {
    std::error_code error;
    return fs::is_regular_file(result(id), error);
}

std::string BatchFolder::plan() const {
    std::ifstream in(path_ / "plan.json", std::ios::binary);
    std::ostringstream all;
    if (in) all << in.rdbuf();
    return std::move(all).str();
}

void BatchFolder::write_plan(const std::string& text) {
    const fs::path scratch = path_ / "scratch" / ("plan." + process_);
    write(scratch, text, O_TRUNC);
    publish(scratch, path_ / "plan.json");
}

std::optional<BatchFolder::Claim> BatchFolder::claim(const std::string& id) {
    const long long byte = lock_byte(id);
    if (lock(locks_, F_WRLCK, byte)) return Claim(locks_, byte);
    if (errno == EAGAIN || errno == EACCES) return std::nullopt;
    return Claim(-1, byte);  // a file system without locks
}

Tries BatchFolder::tries(const std::string& id) const {
    Tries tries;
    std::ifstream in(path_ / "tries" / id, std::ios::binary);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(kBegan)) {
            ++tries.count;
            tries.last = fmt::format(
                "its process ended without a word: killed, or its machine "
                "failed ({})",
                line);
        } else if (line.starts_with(kFailed)) {
            tries.last = line.substr(kFailed.size());
        } else if (line == kTakenBack) {
            --tries.count;
        }
    }
    return tries;
}

void BatchFolder::append(const std::string& id, const std::string& line) {
    write(path_ / "tries" / id, line + "\n", O_APPEND);
}

void BatchFolder::note_beginning(const std::string& id) {
    append(id, fmt::format("{}{} {}", kBegan, now(), process_));
}

void BatchFolder::note_failure(const std::string& id, const std::string& message) {
    std::string line = message;
    std::replace(line.begin(), line.end(), '\n', ' ');
    append(id, std::string(kFailed) + line);
}

void BatchFolder::take_back(const std::string& id) {
    // The beginning may be the only line there is; on a full disk nothing can be added to it.
    std::error_code error;
    if (tries(id).count == 1) {
        fs::remove(path_ / "tries" / id, error);
    } else {
        append(id, std::string(kTakenBack));
    }
}

fs::path BatchFolder::own_scratch(const std::string& id) const {
    return path_ / "scratch" / fmt::format("{}.{}.h5", id, process_);
}

fs::path BatchFolder::scratch(const std::string& id, const Claim& claim) {
    std::error_code error;
    if (claim.locked() && tries(id).count > 0) {
        for (const auto& entry : fs::directory_iterator(path_ / "scratch", error)) {
            if (entry.path().filename().string().starts_with(id)) fs::remove(entry.path(), error);
        }
    }
    return own_scratch(id);
}

void BatchFolder::drop_scratch(const std::string& id) {
    std::error_code error;
    for (const char* ending : {"", ".part", ".checkpoint", ".checkpoint.tmp"}) {
        fs::remove(own_scratch(id).string() + ending, error);
    }
}

void BatchFolder::keep(const std::string& id) {
    publish(own_scratch(id), result(id));
    std::error_code error;
    fs::remove(path_ / "tries" / id, error);
}

}  // namespace keruen
