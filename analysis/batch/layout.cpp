// SPDX-License-Identifier: MIT
#include "analysis/batch/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "scenarios/diagnostics.hpp"

namespace keruen {
namespace {

constexpr std::array kTypes{h5::ElementType::u8,  h5::ElementType::u16, h5::ElementType::u32,
                            h5::ElementType::u64, h5::ElementType::i8,  h5::ElementType::i16,
                            h5::ElementType::i32, h5::ElementType::i64, h5::ElementType::f32,
                            h5::ElementType::f64};

std::optional<h5::ElementType> type_of(const std::string& name) {
    for (const h5::ElementType type : kTypes) {
        if (h5::name_of(type) == name) return type;
    }
    return std::nullopt;
}

template <class T>
bool contains(const std::vector<T>& list, const T& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

CollectedAxis read_axis(const ResultFile& member, const DatasetInfo& info) {
    CollectedAxis axis;
    axis.units = info.units;
    axis.long_name = info.long_name;
    if (info.type == "string") {
        axis.labels = member.labels(info.path);
    } else {
        axis.numbers = member.read<std::int32_t>(info.path);
    }
    return axis;
}

}  // namespace

bool Layout::wanted(const std::string& group, const std::string& path) const {
    return only_.empty() || contains(only_, group) || contains(only_, path);
}

void Layout::join(const std::string& path, const CollectedAxis& axis, const ResultFile& member) {
    const auto [known, is_new] = axes_.try_emplace(path, axis);
    if (is_new) return;
    if (known->second.numbers != axis.numbers) {
        refuse({member.path().string()},
               fmt::format("other values of {} than in the members before it", path),
               "the same in all members",
               "give all scenarios the same years: \"run.last\" in [set] of the study");
    }
    for (const std::string& label : axis.labels) {
        if (!contains(known->second.labels, label)) known->second.labels.push_back(label);
    }
}

void Layout::add(std::size_t scenario, const ResultFile& member) {
    const std::vector<DatasetInfo> all = member.datasets();
    std::set<std::string> tables{"provenance"};  // groups whose rows are not those of other members
    for (const DatasetInfo& info : all) {
        if (name_of(info.path) == "year_rows") tables.insert(group_of(info.path));
    }
    std::set<std::string> coordinates;
    for (const DatasetInfo& info : all) {
        if (is_coordinate(info) && !tables.contains(group_of(info.path))) {
            coordinates.insert(info.path);
        }
    }
    std::set<std::string> needed;
    for (const DatasetInfo& info : all) {
        const std::string group = group_of(info.path);
        const auto type = type_of(info.type);
        if (tables.contains(group) || coordinates.contains(info.path) || !type) continue;
        const bool labelled =
            !info.dimensions.empty() &&
            std::find(info.shape.begin(), info.shape.end(), 0) == info.shape.end() &&
            std::all_of(info.dimensions.begin(), info.dimensions.end(),
                        [&](const auto& name) { return coordinates.contains(group + "/" + name); });
        if (!labelled) continue;
        for (const std::string& name : {group, info.path}) {
            if (!contains(seen_, name)) seen_.push_back(name);
        }
        if (!wanted(group, info.path)) continue;
        for (const std::string& name : info.dimensions) needed.insert(group + "/" + name);
        has_[scenario].push_back(info.path);
        const bool known = std::any_of(arrays_.begin(), arrays_.end(),
                                       [&](const auto& one) { return one.path() == info.path; });
        if (!known) {
            arrays_.push_back(
                {group, name_of(info.path), info.dimensions, *type, info.units, info.long_name});
        }
    }
    for (const DatasetInfo& info : all) {
        if (!needed.contains(info.path)) continue;
        CollectedAxis axis = read_axis(member, info);
        join(info.path, axis, member);
        own_[scenario].emplace(info.path, std::move(axis));
    }
}

std::vector<std::string> Layout::unknown() const {
    std::vector<std::string> list;
    for (const std::string& name : only_) {
        if (!contains(seen_, name)) list.push_back(name);
    }
    return list;
}

std::vector<std::string> Layout::known() const {
    return seen_;
}

std::size_t Layout::elements(const CollectedArray& array) const {
    std::size_t n = 1;
    for (const std::string& name : array.dimensions) n *= axis(array.group, name).size();
    return n;
}

Placement Layout::placement(std::size_t scenario, const CollectedArray& array) const {
    Placement placement;
    const auto has = has_.find(scenario);
    if (has == has_.end() || !contains(has->second, array.path())) return placement;
    placement.there = true;
    const Axes& own = own_.at(scenario);
    bool same = true;
    std::vector<std::uint32_t> cells{0};
    for (const std::string& name : array.dimensions) {
        const CollectedAxis& from = own.at(array.group + "/" + name);
        const CollectedAxis& to = axis(array.group, name);
        same = same && from.labels == to.labels;
        std::vector<std::uint32_t> further;
        further.reserve(cells.size() * from.size());
        for (const std::uint32_t cell : cells) {
            for (std::size_t i = 0; i < from.size(); ++i) {
                const std::size_t at =
                    from.labels.empty()
                        ? i
                        : static_cast<std::size_t>(
                              std::find(to.labels.begin(), to.labels.end(), from.labels[i]) -
                              to.labels.begin());
                further.push_back(static_cast<std::uint32_t>(cell * to.size() + at));
            }
        }
        cells = std::move(further);
    }
    placement.elements = cells.size();
    placement.rows = own.at(array.group + "/" + array.dimensions.front()).size();
    if (!same) placement.cell = std::move(cells);
    return placement;
}

}  // namespace keruen
