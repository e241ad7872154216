// SPDX-License-Identifier: MIT
#include "app/result_view.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <variant>

#include "analysis/results/headline.hpp"
#include "analysis/results/staff_view.hpp"
#include "analysis/results/text_table.hpp"

namespace keruen {
namespace {

std::string provenance_text(const ResultFile& result) {
    TextTable table({"provenance", ""}, 2);
    for (const auto& [key, value] : result.attributes()) {
        table.add(
            {"  " + key, std::visit([](const auto& v) { return fmt::format("{}", v); }, value)});
    }
    return table.text();
}

nlohmann::ordered_json provenance_json(const ResultFile& result) {
    nlohmann::ordered_json provenance = nlohmann::ordered_json::object();
    for (const auto& [key, value] : result.attributes()) {
        std::visit([&, name = key](const auto& v) { provenance[name] = v; }, value);
    }
    return provenance;
}

std::string shape_text(const DatasetInfo& info) {
    std::vector<std::string> parts;
    for (std::size_t d = 0; d < info.shape.size(); ++d) {
        parts.push_back(fmt::format("{} {}", info.dimensions[d], info.shape[d]));
    }
    return fmt::format("{}", fmt::join(parts, " x "));
}

std::string datasets_text(const ResultFile& result) {
    TextTable table({"dataset", "shape", "type", "units"}, 4);
    for (const DatasetInfo& info : result.datasets()) {
        table.add({"  " + info.path, shape_text(info), info.type, info.units});
    }
    return table.text();
}

nlohmann::ordered_json datasets_json(const ResultFile& result) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const DatasetInfo& info : result.datasets()) {
        list.push_back({{"path", info.path},
                        {"dimensions", info.dimensions},
                        {"shape", info.shape},
                        {"type", info.type},
                        {"units", info.units},
                        {"long_name", info.long_name}});
    }
    return list;
}

}  // namespace

std::string status_text(const ResultFile& result) {
    const std::vector<int> years = result.years();
    const std::size_t finished = result.years_finished();
    const std::string path = result.path().string();
    if (result.complete()) {
        return fmt::format("Result file: {} (complete, {} to {})\n", path, years.front(),
                           years.back());
    }
    if (finished == 0) return fmt::format("Result file: {} (unfinished, no year yet)\n", path);
    return fmt::format("Result file: {} (unfinished: {} to {} of {} to {}; --resume continues)\n",
                       path, years.front(), years[finished - 1], years.front(), years.back());
}

std::string show_text(const ResultFile& result, const std::string& origin) {
    const std::string staff = staff_text(staff_view(result, origin));
    return status_text(result) + '\n' + headline_text(headline(result, origin)) + '\n' + staff +
           (staff.empty() ? "" : "\n") + provenance_text(result) + '\n' + datasets_text(result);
}

std::string collection_text(const ResultFile& result) {
    return fmt::format("Collection: {}\n\n", result.path().string()) + provenance_text(result) +
           '\n' + datasets_text(result);
}

nlohmann::ordered_json collection_json(const ResultFile& result) {
    return {{"file", result.path().string()},
            {"provenance", provenance_json(result)},
            {"datasets", datasets_json(result)}};
}

nlohmann::ordered_json show_json(const ResultFile& result, const std::string& origin) {
    return {{"file", result.path().string()},
            {"complete", result.complete()},
            {"years", result.years()},
            {"years_finished", result.years_finished()},
            {"provenance", provenance_json(result)},
            {"headline", headline_json(headline(result, origin))},
            {"staff", staff_json(staff_view(result, origin))},
            {"datasets", datasets_json(result)}};
}

}  // namespace keruen
