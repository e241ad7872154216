// SPDX-License-Identifier: MIT
// Appending event columns: ours (packed in parallel, H5Dwrite_chunk) against HDF5's own filters.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <vector>

#include "sim/file/checkpoint.hpp"
#include "sim/file/result_writer.hpp"

namespace {

using namespace keruen;

constexpr std::size_t rows = 8 << 20;
constexpr hsize_t chunk_rows = 1 << 16;

/// Columns as events have them: ascending ids, codes in runs, and a column of hashes.
struct Events {
    std::vector<std::uint32_t> person, noise;
    std::vector<std::uint16_t> programme;
    std::vector<std::uint8_t> kind, to;

    Events() {
        for (std::uint32_t i = 0; i < rows; ++i) {
            const std::uint32_t hash = (i * 2654435761U) ^ (i >> 7);
            person.push_back(i * 3 + hash % 3);
            noise.push_back(hash * 2246822519U);
            programme.push_back(static_cast<std::uint16_t>((hash >> 16) % 40));
            kind.push_back(static_cast<std::uint8_t>((hash >> 8) % 7));
            to.push_back(static_cast<std::uint8_t>((i / 17) % 9));
        }
    }
    static constexpr std::size_t bytes = rows * (4 + 2 + 1 + 1);
};

const Events& events() {
    static const Events made;
    return made;
}

std::filesystem::path scratch() {
    return std::filesystem::temp_directory_path() / "keruen-bench.h5";
}

void finish(benchmark::State& state, std::size_t bytes, const std::filesystem::path& path) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
    state.counters["stored_per_raw"] =
        static_cast<double>(std::filesystem::file_size(path)) / static_cast<double>(bytes);
    std::filesystem::remove(path);
}

void append_events(benchmark::State& state) {
    const Events& e = events();
    const auto portion = static_cast<std::size_t>(state.range(0));
    for ([[maybe_unused]] auto _ : state) {
        ResultWriter writer = ResultWriter::create(scratch(), {"bench", 1}, {});
        writer.add_coordinate("events", "year", std::vector<std::int32_t>{2014}, {});
        using enum h5::ElementType;
        const TableId table = writer.add_table("events",
                                               {{"person", u32, "1", "person"},
                                                {"programme", u16, "1", "programme"},
                                                {"kind", u8, "1", "kind"},
                                                {"to", u8, "1", "to"}},
                                               chunk_rows);
        writer.begin();
        for (std::size_t i = 0; i < rows; i += portion) {
            writer.append(table, {std::span(e.person).subspan(i, portion),
                                  std::span(e.programme).subspan(i, portion),
                                  std::span(e.kind).subspan(i, portion),
                                  std::span(e.to).subspan(i, portion)});
        }
        writer.commit_year(0);
        writer.finish();
    }
    finish(state, Events::bytes, scratch());
}
BENCHMARK(append_events)
    ->Arg(1 << 13)
    ->Arg(1 << 20)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

template <class T>
void write_with_hdf5(h5::File& file, const char* name, const std::vector<T>& values) {
    const auto type = h5::element_type<T>();
    const h5::Handle data = h5::create_column(file, name, type, chunk_rows);
    const hsize_t extent = values.size();
    H5Dset_extent(data.get(), &extent);
    file.check(H5Dwrite(data.get(), h5::native(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
               "write");
}

void hdf5_filters(benchmark::State& state) {
    const Events& e = events();
    for ([[maybe_unused]] auto _ : state) {
        h5::File file = h5::File::create(scratch());
        write_with_hdf5(file, "person", e.person);
        write_with_hdf5(file, "programme", e.programme);
        write_with_hdf5(file, "kind", e.kind);
        write_with_hdf5(file, "to", e.to);
        file.close();
    }
    finish(state, Events::bytes, scratch());
}
BENCHMARK(hdf5_filters)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void checkpoint_noise(benchmark::State& state) {
    const Events& e = events();
    for ([[maybe_unused]] auto _ : state) {
        CheckpointWriter writer(scratch(), 1, {});
        writer.add("noise", e.noise);
        writer.finish();
    }
    finish(state, rows * sizeof(std::uint32_t), scratch());
}
BENCHMARK(checkpoint_noise)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
