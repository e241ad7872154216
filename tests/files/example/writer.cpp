// SPDX-License-Identifier: MIT
// Writes a small result file with known values, for tests/files/test_*.py, and on demand breaks off
// at a chosen write to the file: killed before it, killed in the middle of it, or told that the
// disk is full. So each of the moments between two writes is tested, not a few at random.
#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <string>
#include <thread>

#include "sim/file/checkpoint.hpp"
#include "sim/file/identity.hpp"
#include "sim/file/result_writer.hpp"

namespace {

struct Faults {
    long kill_at = 0, tear_at = 0, full_from = 0;  ///< number of the write, from 1; 0 = never
    long writes = 0;
} faults;

}  // namespace

// Taken by the dynamic linker before libc's: HDF5 writes all files with pwrite.
extern "C" ssize_t pwrite(int descriptor, const void* data, size_t bytes, off_t offset) {
    ++faults.writes;
    if (faults.writes == faults.tear_at) {
        // The kernel heeds a kill between pages, so a torn write ends on one.
        const off_t middle = (offset + static_cast<off_t>(bytes) / 2) / 4096 * 4096;
        if (middle > offset) {
            syscall(SYS_pwrite64, descriptor, data, static_cast<std::size_t>(middle - offset),
                    offset);
        }
        raise(SIGKILL);
    }
    if (faults.writes == faults.kill_at) raise(SIGKILL);
    if (faults.full_from != 0 && faults.writes >= faults.full_from) {
        // As a full disk does: what overwrites existing blocks still succeeds.
        const off_t end = lseek(descriptor, 0, SEEK_END);
        if (offset + static_cast<off_t>(bytes) > end) {
            errno = ENOSPC;
            return -1;
        }
    }
    return syscall(SYS_pwrite64, descriptor, data, bytes, offset);
}

namespace {

using namespace keruen;

struct Options {
    std::string path;
    std::size_t years = 5, rows = 1000, chunk_rows = 256, appends = 3;
    int resume = -1;        ///< years to keep; -1: a new file
    std::size_t stop = 0;   ///< leave without finish() after so many years
    std::size_t fewer = 0;  ///< rows less in the last year
    int pause_ms = 0;
};

struct Rows {
    std::vector<std::uint64_t> person;
    std::vector<std::uint16_t> year;
    std::vector<std::uint8_t> kind;
    std::vector<std::uint32_t> noise;
    std::vector<std::int32_t> change;
};

/// Row i of the table, wherever it is cut; tests/files/example_file.py says the same.
Rows make_rows(std::size_t first, std::size_t count, std::size_t year) {
    Rows rows;
    for (std::size_t i = first; i < first + count; ++i) {
        rows.person.push_back(3 * i + (std::uint64_t{1} << 40));
        rows.year.push_back(static_cast<std::uint16_t>(2014 + year));
        rows.kind.push_back(static_cast<std::uint8_t>(i % 3));
        rows.noise.push_back(static_cast<std::uint32_t>((i + 1) * 2654435761U));
        rows.change.push_back(50 - static_cast<std::int32_t>(i % 101));
    }
    return rows;
}

template <class T>
std::span<const T> part(const std::vector<T>& values, std::size_t k, std::size_t of) {
    const std::size_t from = values.size() * k / of;
    return std::span(values).subspan(from, values.size() * (k + 1) / of - from);
}

void write_years(ResultWriter& writer, const Options& o, ArrayId stock, ArrayId cost,
                 TableId events) {
    for (std::size_t y = writer.years_finished(); y < o.years; ++y) {
        if (o.stop != 0 && y == o.stop) return;
        std::vector<std::int64_t> people;
        std::vector<double> money;
        for (std::size_t origin = 0; origin < 3; ++origin) {
            for (std::size_t host = 0; host < 2; ++host) {
                people.push_back(static_cast<std::int64_t>(100 * y + 10 * origin + host));
            }
            money.push_back(static_cast<double>(y) + 0.25 * static_cast<double>(origin));
        }
        writer.write_year<std::int64_t>(stock, y, people);
        writer.write_year<double>(cost, y, money);
        const std::size_t count = o.rows - (y + 1 == o.years ? o.fewer : 0);
        const Rows rows = make_rows(o.rows * y, count, y);
        for (std::size_t k = 0; k < o.appends; ++k) {
            writer.append(events, {part(rows.person, k, o.appends), part(rows.year, k, o.appends),
                                   part(rows.kind, k, o.appends), part(rows.noise, k, o.appends),
                                   part(rows.change, k, o.appends)});
            std::this_thread::sleep_for(std::chrono::milliseconds(o.pause_ms));
        }
        writer.commit_year(y);
        fmt::print("{}\n", y + 1);
        std::fflush(stdout);
    }
    writer.finish();
}

void write_result(const Options& o) {
    const FileFormat format{"example", 1};
    const auto keep = static_cast<std::size_t>(std::max(0, o.resume));
    ResultWriter writer = o.resume < 0
                              ? ResultWriter::create(o.path, format, {{"seed", std::int64_t{7}}})
                              : ResultWriter::reopen(o.path, format, keep);
    std::vector<std::int32_t> years;
    for (std::size_t y = 0; y < o.years; ++y) years.push_back(2014 + static_cast<std::int32_t>(y));
    const h5::Description academic{"1", "academic year, ending", {}};
    for (const char* group : {"flows", "events"}) {
        writer.add_coordinate(group, "year", years, academic);
    }
    writer.add_coordinate("flows", "origin", {"KAZ", "Қазақстан", "Århus"}, "region of origin");
    writer.add_coordinate("flows", "host", {"RUS", "CHN"}, "host region");
    const ArrayId stock = writer.add_array("flows", "stock", {"year", "origin", "host"},
                                           h5::ElementType::i64, {"people", "degree students", {}});
    const ArrayId cost = writer.add_array("flows", "cost", {"year", "origin"}, h5::ElementType::f64,
                                          {"USD", "cost", {{"price_year", std::int64_t{2017}}}});
    using enum h5::ElementType;
    const TableId events = writer.add_table(
        "events",
        {{"person", u64, "1", "person id"},
         {"academic_year", u16, "1", "academic year, ending"},
         {"kind", u8, "1", "what happened", {{0, "apply"}, {1, "award"}, {2, "move"}}},
         {"noise", u32, "1", "values that do not compress"},
         {"change", i32, "points", "change of ability"}},
        o.chunk_rows);
    writer.add_text("scenario", std::string(200'000, 'x'));
    writer.begin();
    write_years(writer, o, stock, cost, events);
}

void write_checkpoints(const std::string& path, std::uint32_t count) {
    for (std::uint32_t k = 1; k <= count; ++k) {
        CheckpointWriter writer(path, 1, {{"year", std::int64_t{k}}});
        writer.add("state/age", std::vector<std::uint8_t>(300'000, static_cast<std::uint8_t>(k)));
        writer.add("state/person", std::vector<std::uint32_t>(300'000, k));
        writer.finish();
    }
}

int run(int argc, char** argv) {
    CLI::App app("writes example files for the tests");
    Options options;
    std::uint32_t checkpoints = 0;
    bool print_identity = false;
    app.add_option("path", options.path)->required();
    app.add_option("--years", options.years);
    app.add_option("--rows", options.rows);
    app.add_option("--chunk-rows", options.chunk_rows);
    app.add_option("--appends", options.appends);
    app.add_option("--resume", options.resume);
    app.add_option("--stop", options.stop);
    app.add_option("--fewer", options.fewer);
    app.add_option("--pause-ms", options.pause_ms);
    app.add_option("--checkpoints", checkpoints);
    app.add_option("--kill-at", faults.kill_at);
    app.add_option("--tear-at", faults.tear_at);
    app.add_option("--full-from", faults.full_from);
    app.add_flag("--identity", print_identity);
    CLI11_PARSE(app, argc, argv);
    if (print_identity) {
        fmt::print("{}\n", identity(options.path));
    } else if (checkpoints > 0) {
        write_checkpoints(options.path, checkpoints);
    } else {
        write_result(options);
    }
    fmt::print(stderr, "{} writes\n", faults.writes);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
