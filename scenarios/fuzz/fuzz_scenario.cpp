// SPDX-License-Identifier: MIT
// libFuzzer target (scripts/fuzz): whatever bytes a file holds, the readers of scenarios, settings
// and tables must report or accept it, and never crash, hang or read out of bounds. The first file
// of a chain is fuzzed; its parents are the valid ones of the tests.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "scenarios/scenario_file.hpp"
#include "scenarios/table.hpp"
#include "scenarios/text_file.hpp"

namespace {

using namespace keruen;
namespace fs = std::filesystem;

const fs::path kTests = fs::path(KERUEN_SOURCE_DIR) / "tests/unit/malformed";
const std::vector<std::string> kCountries{"KAZ", "RUS", "DEU", "FRA", "GBR", "TUR"};

void read_as_scenario(const std::string& text) {
    static const fs::path path =
        fs::temp_directory_path() / ("keruen-fuzz-" + std::to_string(getpid()) + ".toml");
    std::ofstream(path, std::ios::binary) << text;
    Diagnostics diagnostics;
    const ScenarioFile scenario =
        read_scenario(path.string(), {kTests / "library", kTests}, kCountries, {}, diagnostics);
    fs::remove(path);
    if (!diagnostics.empty()) return;
    // What is accepted keeps the promises of ScenarioFile.
    if (scenario.title.empty() || scenario.first > scenario.base || scenario.base > scenario.last ||
        scenario.regions.size() < 2) {
        std::abort();
    }
    for (const PolicyValue& value : scenario.policy) {
        for (const DatedValue& date : value.dates) {
            if (date.value != date.value) std::abort();
        }
    }
}

void read_as_tables(const std::string& text) {
    Diagnostics known;
    static const std::vector<TableSchema> schemas =
        read_datapackage(kTests / "package/datapackage.json", known);
    for (const TableSchema& schema : schemas) {
        Diagnostics diagnostics;
        if (!check_text(text, "fuzz.csv", diagnostics)) continue;
        const Table table(schema, text, "fuzz.csv", diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.list()) {
            if (diagnostic.found.empty() || diagnostic.text().empty()) std::abort();
        }
        for (std::size_t row = 0; row < table.rows(); ++row) {
            for (const Field& field : schema.fields) {
                if (table.place(row, field.name).line == 0) std::abort();
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    read_as_scenario(text);
    Diagnostics settings;
    parse_settings(std::vector<std::string>{text}, settings);
    read_as_tables(text);
    return 0;
}
