// SPDX-License-Identifier: MIT
#include "sim/file/publish.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/file/error.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

class Descriptor {
public:
    Descriptor(const fs::path& path, int flags) : id_(::open(path.c_str(), flags, 0666)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (id_ >= 0) ::close(id_);
    }
    int get() const { return id_; }

private:
    int id_;
};

[[noreturn]] void fail(const fs::path& path, const char* action, int error) {
    throw FileError(path,
                    fmt::format("{}: cannot {}: {}", path.string(), action, std::strerror(error)),
                    error == ENOSPC || error == EDQUOT);
}

fs::path directory_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void synchronise(const fs::path& path, int flags) {
    const Descriptor file(path, flags | O_CLOEXEC);
    if (file.get() < 0) fail(path, "open it to force it to the disk", errno);
    // A directory on some network file systems takes no fsync (EINVAL); the rename still happened.
    if (fsync(file.get()) != 0 && errno != EINVAL) fail(path, "force it to the disk", errno);
}

}  // namespace

void claim_target(const fs::path& scratch, const fs::path& final) {
    std::error_code ignored;
    const fs::path directory = directory_of(final);
    if (!fs::exists(directory, ignored)) {
        throw FileError(final,
                        fmt::format("{}: the directory {} does not exist: create it or write "
                                    "elsewhere",
                                    final.string(), directory.string()));
    }
    if (fs::is_directory(final, ignored)) {
        throw FileError(final, fmt::format("{}: is a directory: give the name of a file in it",
                                           final.string()));
    }
    const Descriptor file(scratch, O_RDWR | O_CREAT | O_CLOEXEC);
    if (file.get() < 0) fail(scratch, "write there", errno);
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        throw FileError(scratch, fmt::format("{}: another process is writing it: wait for it or "
                                             "write elsewhere",
                                             scratch.string()));
    }
}

void publish(const fs::path& scratch, const fs::path& final) {
    synchronise(scratch, O_RDWR);
    if (std::rename(scratch.c_str(), final.c_str()) != 0) {
        fail(scratch, fmt::format("rename it to {}", final.string()).c_str(), errno);
    }
    synchronise(directory_of(final), O_RDONLY | O_DIRECTORY);
}

}  // namespace keruen
